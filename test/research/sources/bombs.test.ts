import { fork } from "node:child_process";
import { once } from "node:events";
import { expect, test } from "vitest";
import { isolation } from "../../../src/research/sources/documents/isolation.ts";
import { openParser } from "../../../src/research/sources/documents/parse.ts";
import { documentLimits, parseLimits } from "../../../src/research/sources/limits.ts";
import { shownName } from "../../../src/research/sources/wording.ts";
import { brief } from "../../faults/trials/documents.ts";
import { heavyDocuments, hostileDocuments } from "./bombs.ts";
import { docx } from "./files.ts";
import { run } from "./officeBombs.ts";

const MiB = 1024 * 1024;
const timeMs = 4000;
const parse = openParser({ ...parseLimits, timeMs });
const signal = new AbortController().signal;
const read = (name: string, content: string | Uint8Array, parser = parse) => {
  const bytes = typeof content === "string" ? Buffer.from(content) : content;
  return parser({ shown: shownName(name), name, declaredType: null, bytes }, signal);
};

/** Who must be told one thing gets the time to be told it on a busy machine; what may just be late is so soon. */
const timeFor = (told: string | RegExp | null): number =>
  told === null ? timeMs : typeof told === "string" ? 15_000 : 2000;

const image =
  '<w:p><w:r><w:t>Kept.</w:t></w:r><w:r><w:drawing><a:blip r:link="rIdExternal" r:embed="r3"/></w:drawing></w:r></w:p>';

/** How long they take, and whether they stop this process, is measured by a trial, which has read the others already. */
test.each(hostileDocuments.filter(({ name }) => !brief.has(name)))(
  "$name ends in words",
  async ({ name, content, told }) => {
    const given = content();
    const parser = openParser({ ...parseLimits, timeMs: timeFor(told) });
    const parsed = await read(name, given, parser);

    const problem = parsed.ok ? "" : parsed.problem;
    expect(problem).toMatch(told ?? "");
    expect(parsed.ok || problem.startsWith(`${shownName(name)} could not be read: `)).toBe(true);
  },
);

test("a document that unpacks to more memory than a child may have ends it", async () => {
  const small = openParser({ ...parseLimits, memoryBytesMax: 256 * MiB });
  const [bomb] = heavyDocuments;
  const bytes = Buffer.from(bomb?.content() ?? "");
  const document = { shown: "bomb.pdf", name: "bomb.pdf", declaredType: null, bytes };
  expect(await small(document, signal)).toEqual({
    ok: false,
    problem: "bomb.pdf could not be read: it needs more memory than a document may use.",
  });
});

test("a picture outside the document is neither fetched nor read", async () => {
  const parsed = await read("image.docx", docx(image));
  expect(parsed).toMatchObject({ ok: true, passages: [{ text: "Kept." }] });
});

test("a quote that is never closed does not swallow the table", async () => {
  const rows = Array.from({ length: 3000 }, (_, n) => `row ${n},${n === 5 ? '"' : ""}${n}`);
  const parsed = await read("quote.csv", `Name,Value\n${rows.join("\n")}`);
  expect(parsed.ok && parsed.passages.length).toBeGreaterThan(2000);
  expect(parsed.ok && parsed.notes).toEqual([
    "quote.csv: its quotes do not match, so rows were read line by line.",
  ]);
});

test("a large honest page is read in time, up to the limits", async () => {
  const paragraphs = Array.from(
    { length: 9000 },
    (_, n) => `<p>Paragraph ${n} says ${"something ".repeat(40)}.</p>`,
  );
  const bytes = Buffer.from(`<html><body><article>${paragraphs.join("")}</article></body></html>`);
  const document = { shown: "large.html", name: "large.html", declaredType: null, bytes };
  const parsed = await openParser(parseLimits)(document, signal);
  const chars = parsed.ok ? parsed.passages.reduce((sum, { text }) => sum + text.length, 0) : 0;
  expect(chars).toBeGreaterThan(0.95 * documentLimits.charsMax);
  expect(chars).toBeLessThanOrEqual(documentLimits.charsMax);
  expect(parsed.ok && parsed.notes).toEqual([
    "large.html: it is very long, and only its beginning was read.",
  ]);
});

test("a document that needs more memory than a child has ends in words", async () => {
  const small = openParser({ ...parseLimits, heapMiB: 24 });
  const bytes = Buffer.from(`<html><head></head><body>${"<p>a</p>".repeat(200_000)}`);
  const document = { shown: "wide.html", name: "wide.html", declaredType: null, bytes };
  expect(await small(document, signal)).toEqual({
    ok: false,
    problem: "wide.html could not be read: it needs more memory than a document may use.",
  });
});

test("four documents at once are read two at a time, and a stopped run takes no child", async () => {
  const stop = new AbortController();
  const slow = docx(run.repeat(350_000));
  const document = { shown: "a", name: "a.docx", declaredType: null, bytes: slow };
  const reading = Array.from({ length: 4 }, () => parse(document, stop.signal));
  const settled = Promise.allSettled(reading);
  stop.abort(new Error("stopped"));
  expect((await settled).map((each) => each.status)).toEqual(Array(4).fill("rejected"));

  const started = performance.now();
  expect(await read("after.txt", "Still reading.")).toMatchObject({ ok: true });
  expect(performance.now() - started).toBeLessThan(timeMs);
});

test("a child that hangs ends itself when nobody is left to end it", async () => {
  const module = new URL("../../../src/research/sources/documents/parse-child.ts", import.meta.url);
  const child = fork(
    module,
    ["1000", String(parseLimits.memoryBytesMax)],
    isolation(parseLimits.heapMiB),
  );
  child.send({ name: "slow.docx", declaredType: null, bytes: docx(run.repeat(350_000)) });
  const [, killedBy] = await once(child, "exit");
  expect(killedBy).toBe("SIGKILL");
});

test("a child sees no environment, reads no other file, writes none and starts no process", async () => {
  process.env["LEGWORK_TEST_SECRET"] = "planted";
  const child = fork(new URL("probe.ts", import.meta.url), [], isolation(parseLimits.heapMiB));
  const [seen] = await once(child, "message");
  delete process.env["LEGWORK_TEST_SECRET"];
  expect(seen).toEqual({ secret: undefined, read: "denied", write: "denied", spawn: "denied" });
});
