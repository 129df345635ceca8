import { expect, test } from "vitest";
import {
  cyclesIn,
  type Import,
  importsOf,
  isBarrel,
  pathsIn,
  readSources,
  source,
} from "./support/sources.ts";

const ground = ["src/domain", "src/errors.ts", "src/points.ts"];
const means = [...ground, "src/store", "src/research", "src/slack"];
const work = [...means, "src/queue", "blocks"];
const house = [...work, "jobs", "src/listeners", "src/admin", "src/log.ts", "src/config.ts"];

/** Who may import whom, ground floor first. A floor always sees itself; nothing else is implied. */
const floors: Record<string, readonly string[]> = {
  "src/domain": [],
  "src/errors.ts": [],
  // Where a process may die in the worst moment: named wherever that is.
  "src/points.ts": [],
  "src/log.ts": [],
  blocks: ["src/domain"],
  "src/store": ground,
  "src/research": ground,
  "src/slack": ground,
  "src/queue": [...ground, "src/store"],
  jobs: work,
  "src/listeners": [...work, "jobs"],
  "src/admin": ["src/store", "src/domain"],
  // A Slack of its own: it must not know how we work inside.
  "src/sandbox": [],
  // The settings of searches and models are read where those are, that of budgets where they are reckoned with.
  "src/config.ts": ["src/domain", "src/research", "src/points.ts"],
  "src/app.ts": house,
  // Starts the file it is told to, on our own Node.
  "src/launch.mjs": ["?"],
  // Only here do the house and the local Slack meet.
  "src/main.ts": [...house, "src/app.ts", "src/sandbox"],
};

/** `src/store/tasks.ts` stands on `src/store`, `jobs/plan.ts` on `jobs`, `src/log.ts` on itself. */
const floorOf = (path: string): string =>
  path
    .split("/")
    .slice(0, path.startsWith("src/") ? 2 : 1)
    .join("/");

/** Every import that goes up, sideways or nowhere known. */
const climbing = (imports: readonly Import[]): readonly string[] =>
  imports
    .filter(({ to }) => to === "?" || /^(?:src|jobs|blocks|test|\.\.)\b/.test(to))
    .filter(({ from, to }) => {
      const [here, there] = [floorOf(from), floorOf(to)];
      return floors[here] === undefined || (here !== there && !floors[here].includes(there));
    })
    .map(({ from, to }) => `${from} → ${to}`);

const files = readSources();
const imports = files.flatMap(importsOf);
const ours = imports.filter(({ to }) => floors[floorOf(to)] !== undefined);

test("every import goes down a floor, never up or across", () => {
  expect(climbing(imports)).toEqual([]);
});

test("every file stands on a floor that the table knows", () => {
  const homeless = files.map(({ path }) => path).filter((path) => !floors[floorOf(path)]);
  expect(homeless).toEqual([]);
});

test("the rule sees: no path in the code escapes it, and every floor is there", () => {
  const missed = files.filter((file) => {
    const seen = importsOf(file).filter(({ to }) => floors[floorOf(to)] !== undefined);
    return seen.length !== pathsIn(file);
  });
  expect(missed.map(({ path }) => path)).toEqual([]);
  expect(ours.length).toBeGreaterThan(600);
  expect(new Set(files.map(({ path }) => floorOf(path)))).toEqual(new Set(Object.keys(floors)));
});

test("nothing is imported that is not there", () => {
  const known = new Set(files.map(({ path }) => path));
  expect(ours.filter(({ to }) => !known.has(to))).toEqual([]);
});

test("no file needs itself around a corner", () => {
  expect(cyclesIn(ours.filter(({ loads }) => loads))).toEqual([]);
  // Also not by its types, but for the page's scripts, which travel to the browser one by one.
  const counted = ours.filter(({ from }) => !from.startsWith("src/sandbox/page/"));
  expect(cyclesIn(counted)).toEqual([]);
});

test("no file is only a list of what other files export", () => {
  expect(files.filter(isBarrel).map(({ path }) => path)).toEqual([]);
});

const planted = (path: string, text: string) => climbing(importsOf(source(path, text)));

test.each([
  ["a static import", "src/domain/task.ts", 'import { getTask } from "../store/tasks.ts";'],
  ["an import of a type", "blocks/card.ts", 'import type { Sql } from "../src/store/database.ts";'],
  ["a list of imports", "src/store/a.ts", 'import {\n  a,\n  b,\n} from "../../jobs/plan.ts";'],
  ["a bare import", "src/queue/queue.ts", 'import "../listeners/register.ts";'],
  ["a re-export", "src/slack/call.ts", 'export { openQueue } from "../queue/queue.ts";'],
  ["a re-export of all", "src/research/engine.ts", 'export * from "../slack/call.ts";'],
  ["a dynamic import", "jobs/plan.ts", 'const a = await import("../src/listeners/stop.ts");'],
  ["a computed import", "jobs/plan.ts", "const a = await import(name);"],
  ["a program of ours", "src/admin/a.ts", 'fork(new URL("../queue/job.ts", import.meta.url));'],
  ["the local Slack", "src/app.ts", 'import { startSandbox } from "./sandbox/sandbox.ts";'],
  ["a way out of the local Slack", "src/sandbox/a.ts", 'import { Task } from "../domain/task.ts";'],
  ["a test", "src/main.ts", 'import { startLegwork } from "../test/support/legwork.ts";'],
  ["an unknown folder", "src/helpers/a.ts", 'import { Task } from "../domain/task.ts";'],
  ["an unknown file", "src/cache.ts", 'import { Task } from "./domain/task.ts";'],
])("the rule finds %s that climbs", (_what, path, text) => {
  expect(planted(path, text)).toHaveLength(1);
});

test("the rule is not misled by comments, and lets imports go down", () => {
  const text = `/** import "../store/tasks.ts"; */\n// import("../jobs/plan.ts")\nimport { z } from "zod";`;
  expect(planted("src/domain/task.ts", text)).toEqual([]);
  expect(planted("jobs/a.ts", 'import { Task } from "../src/domain/task.ts";')).toEqual([]);
});

test("cycles and barrels are found where they are planted", () => {
  const a = source("src/domain/a.ts", 'import { b } from "./b.ts";\nexport const a = b;');
  const b = source("src/domain/b.ts", 'import type { C } from "./c.ts";\nexport const b = 1;');
  const c = source("src/domain/c.ts", 'export { a } from "./a.ts";\nexport * from "./b.ts";');
  expect(cyclesIn([a, b, c].flatMap(importsOf))).toEqual([
    ["src/domain/a.ts", "src/domain/b.ts", "src/domain/c.ts"],
  ]);
  expect([a, b, c].map(isBarrel)).toEqual([false, false, true]);
});
