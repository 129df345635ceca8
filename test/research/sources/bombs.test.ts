import { fork } from "node:child_process";
import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { monitorEventLoopDelay } from "node:perf_hooks";
import { crc32, deflateRawSync } from "node:zlib";
import { expect, test } from "vitest";
import { isolation } from "../../../src/research/sources/documents/isolation.ts";
import { openParser } from "../../../src/research/sources/documents/parse.ts";
import { documentLimits, parseLimits } from "../../../src/research/sources/limits.ts";
import { archive, docx, docxParts, sheet, wordDocument, xlsx } from "./files.ts";

const MiB = 1024 * 1024;
const timeMs = 4000;
const parse = openParser({ ...parseLimits, timeMs });
const signal = new AbortController().signal;
const read = (name: string, content: string | Uint8Array) => {
  const bytes = typeof content === "string" ? Buffer.from(content) : content;
  return parse({ shown: name, name, declaredType: null, bytes }, signal);
};

const run = "<w:p><w:r><w:t>aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa</w:t></w:r></w:p>";
const image =
  '<w:p><w:r><w:t>Kept.</w:t></w:r><w:r><w:drawing><a:blip r:link="rIdExternal" r:embed="r3"/></w:drawing></w:r></w:p>';

/** A part that says it is small and is not. */
function lying(content: Buffer) {
  return { packed: deflateRawSync(content), crc: crc32(content), size: 1000 };
}

function pdfOf(objects: readonly string[], trailer: string): string {
  const body = objects.map((object, n) => `${n + 1} 0 obj\n${object}\nendobj\n`);
  return `%PDF-1.7\n${body.join("")}trailer\n<< /Root 1 0 R /Size ${objects.length + 1} ${trailer} >>\nstartxref\n0\n%%EOF`;
}
const page = "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 100 100] >>";
const catalog = "<< /Type /Catalog /Pages 2 0 R >>";
const pages = "<< /Type /Pages /Kids [3 0 R] /Count 1 >>";
const locked = `<< /Filter /Standard /V 1 /R 2 /P -4 /O <${"5a".repeat(32)}> /U <${"a5".repeat(32)}> >>`;

const nested = (tag: string, depth: number) =>
  `<html><head></head><body>${`<${tag}>`.repeat(depth)}x${`</${tag}>`.repeat(depth)}</body></html>`;

const hostile: [name: string, content: string | Uint8Array, why: RegExp][] = [
  ["bomb.docx", docx(run.repeat(600_000)), /unpacked it is larger than 30 MB\.$/],
  ["slow.docx", docx(run.repeat(350_000)), /reading it took longer than 4 s\.$/],
  [
    "lying.docx",
    archive(docxParts(lying(Buffer.from(wordDocument(run.repeat(600_000)))))),
    /it is damaged\.$/,
  ],
  [
    "bomb.xlsx",
    xlsx({ A: sheet([["a".repeat(40 * MiB)]]) }),
    /unpacked it is larger than 30 MB\.$/,
  ],
  [
    "media.docx",
    archive({ ...docxParts(run), "word/media/a.png": Buffer.alloc(101 * MiB) }),
    /unpacked it is larger than 100 MB\.$/,
  ],
  [
    "parts.docx",
    archive(Object.fromEntries(Array.from({ length: 6000 }, (_, n) => [`p${n}`, ""]))),
    /it has too many parts\.$/,
  ],
  [
    "dtd.docx",
    docx(run, '<!DOCTYPE x [<!ENTITY a "aaaa">]>'),
    /it contains a document type definition, which no Office program writes\.$/,
  ],
  ["nested.html", nested("div", 5000), /its elements are nested too deeply\.$/],
  ["deep.html", nested("b", 20_000), /its elements are nested too deeply\.$/],
  [
    "locked.pdf",
    pdfOf([catalog, pages, page, locked], "/Encrypt 4 0 R /ID [<00> <00>]"),
    /it is protected with a password\.$/,
  ],
  ["truncated.pdf", pdfOf([catalog, pages, page], "").slice(0, 60), /\.$/],
  ["cyclic.pdf", pdfOf([catalog, "<< /Type /Pages /Kids [2 0 R] /Count 1 >>"], ""), /\.$/],
  [
    "count.pdf",
    pdfOf([catalog, "<< /Type /Pages /Kids [3 0 R] /Count 2000000000 >>", page], ""),
    /\.$/,
  ],
  ["line.csv", `a,${"b".repeat(20 * MiB)}`, /one of its lines is too long for a row\.$/],
  ["larger.csv", Buffer.alloc(50 * MiB, "a"), /it is larger than 25 MB\.$/],
  ["random.pdf", randomBytes(100_000), /it is damaged or not really a PDF\.$/],
  ["empty.docx", "", /it is empty\.$/],
  ["cut.docx", docx(run).subarray(0, 400), /it is damaged\.$/],
  [
    "heap.html",
    `<html><head></head><body>${"<p>a".repeat(5 * MiB)}`,
    /it needs more memory than a document may use|took longer than 4 s/,
  ],
];

test.each(hostile)(
  "%s ends in words, in time, without stopping this process",
  // Measured times also depend on what else the machine does; a loop that is really blocked fails each time.
  { retry: 2 },
  async (name, content, why) => {
    const lag = monitorEventLoopDelay({ resolution: 10 });
    lag.enable();
    const started = performance.now();
    const parsed = await read(name, content);
    const ms = performance.now() - started;
    lag.disable();

    expect(parsed).toEqual({ ok: false, problem: expect.stringMatching(why) as string });
    expect(parsed.ok ? "" : parsed.problem).toMatch(new RegExp(`^${name} could not be read: `));
    expect(ms).toBeLessThan(timeMs + 1000);
    expect(lag.max / 1e6).toBeLessThan(200);
  },
);

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
  const parsed = await read(
    "large.html",
    `<html><body><article>${paragraphs.join("")}</article></body></html>`,
  );
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
  expect(performance.now() - started).toBeLessThan(2000);
});

test("a child that hangs ends itself when nobody is left to end it", async () => {
  const module = new URL("../../../src/research/sources/documents/parse-child.ts", import.meta.url);
  const child = fork(module, ["1000"], isolation(parseLimits.heapMiB));
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
