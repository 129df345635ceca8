import { expect, test } from "vitest";
import { type Door, doors } from "./support/doors.ts";
import { importsOf, readSources, source, type SourceFile } from "./support/sources.ts";

const uses = ({ sign, from }: Door, file: SourceFile): boolean =>
  sign?.test(file.code) === true ||
  (from !== undefined && importsOf(file).some(({ to }) => from.test(to)));

const stands = (path: string, place: string): boolean =>
  path === place || path.startsWith(`${place}/`);

const files = readSources();

test.each(doors)("only its own door leads to $effect", (door) => {
  const allowed = [...door.open, ...Object.keys(door.but ?? {})];
  const users = files.filter((file) => uses(door, file)).map(({ path }) => path);
  const strangers = users.filter((path) => !allowed.some((place) => stands(path, place)));
  expect(strangers).toEqual([]);
});

test.each(doors.filter(({ but }) => but !== undefined))(
  "every exception for $effect is still needed",
  (door) => {
    const users = files.filter((file) => uses(door, file)).map(({ path }) => path);
    const idle = Object.keys(door.but ?? {}).filter(
      (place) => !users.some((path) => stands(path, place)),
    );
    expect(idle).toEqual([]);
  },
);

test.each(doors)("the rule finds $effect where it is planted", (door) => {
  const unseen = door.broken.filter((line) => !uses(door, source("jobs/planted.ts", line)));
  expect(unseen).toEqual([]);
});

test("what is said in a comment opens no door", () => {
  const talk = source(
    "jobs/a.ts",
    "/** Not `process.env`, and never fetch(url). */\n// Date.now()",
  );
  expect(doors.filter((door) => uses(door, talk))).toEqual([]);
});

/** What the pure floors may lean on: parsers and arithmetic, nothing that reaches out. */
const pure: Record<string, readonly string[]> = {
  "src/domain": ["zod", "date-fns", "node:crypto"],
  blocks: ["zod", "@slack/types", "date-fns"],
  "src/errors.ts": [],
};

test.each(Object.keys(pure))("%s is pure: it leans on no package that reaches out", (floor) => {
  const packages = files
    .filter(({ path }) => stands(path, floor))
    .flatMap(importsOf)
    .filter(({ to }) => !/^(?:src|blocks)\//.test(to));
  const leans = (to: string) => pure[floor]?.some((name) => stands(to, name));
  expect(packages.filter(({ to }) => !leans(to))).toEqual([]);
});

test("nothing happens by loading a file: only main starts", () => {
  const acting = files.filter(
    ({ path, code }) =>
      !/^src\/(?:main\.ts|launch\.mjs|sandbox\/page\/|research\/sources\/documents\/parse-child\.ts)/.test(
        path,
      ) && /^(?:await|void|if|for|while|try|let|var|process|setInterval|setTimeout)\b/m.test(code),
  );
  expect(acting.map(({ path }) => path)).toEqual([]);
});
