import { crc32, deflateRawSync } from "node:zlib";
import { damaged, harmless, type HostileDocument, lateOrFull, MiB } from "./bomb.ts";
import { archive, docx, docxParts, overlapping, sheet, wordDocument, xlsx } from "./files.ts";

/** One paragraph of a Word document. */
export const run = "<w:p><w:r><w:t>aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa</w:t></w:r></w:p>";

const dtd = '<!DOCTYPE x [<!ENTITY a "aaaa">]>';
/** An entity that unfolds to ten thousand million letters. */
const laughter = `<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa">${"abcdefghi"
  .split("")
  .map((each, n) => `<!ENTITY ${"bcdefghij"[n]} "${`&${each};`.repeat(10)}">`)
  .join("")}]>`;
const laughing = "<w:p><w:r><w:t>&j;</w:t></w:r></w:p>";
const far = `<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData><row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData></worksheet>`;

/** A part that says it is small and is not. */
const lying = (content: Buffer) => ({
  packed: deflateRawSync(content),
  crc: crc32(content),
  size: 1000,
});

export const officeBombs: readonly HostileDocument[] = [
  // Honest but long: whoever reads it where others wait lets them wait for seconds.
  { name: "long.docx", content: () => docx(run.repeat(40_000)), told: harmless },
  {
    name: "bomb.docx",
    content: () => docx(run.repeat(600_000)),
    told: "unpacked it is larger than 30 MB.",
  },
  { name: "slow.docx", content: () => docx(run.repeat(350_000)), told: lateOrFull },
  {
    name: "lying.docx",
    content: () => archive(docxParts(lying(Buffer.from(wordDocument(run.repeat(600_000)))))),
    told: damaged,
  },
  {
    name: "bomb.xlsx",
    content: () => xlsx({ A: sheet([["a".repeat(40 * MiB)]]) }),
    told: "unpacked it is larger than 30 MB.",
  },
  {
    name: "media.docx",
    content: () => archive({ ...docxParts(run), "word/media/a.png": Buffer.alloc(101 * MiB) }),
    told: "unpacked it is larger than 100 MB.",
  },
  {
    name: "overlapping.docx",
    content: () => overlapping(4000, Buffer.alloc(20 * MiB)),
    told: "unpacked it is larger than 100 MB.",
  },
  {
    name: "parts.docx",
    content: () =>
      archive(Object.fromEntries(Array.from({ length: 6000 }, (_, n) => [`p${n}`, ""]))),
    told: "it has too many parts.",
  },
  {
    name: "dtd.docx",
    content: () => docx(run, dtd),
    told: "it contains a document type definition, which no Office program writes.",
  },
  {
    name: "laughter.docx",
    content: () => docx(laughing, `<!--${"x".repeat(3000)}-->${laughter}`),
    told: "it is damaged or not really a DOCX.",
  },
  {
    name: "outside.docx",
    content: () => archive({ ...docxParts(run), "../../../../tmp/outside": "x", "word/a\0b": "x" }),
    told: damaged,
  },
  { name: "far.xlsx", content: () => xlsx({ A: far }), told: lateOrFull },
  { name: "empty.docx", content: () => "", told: "it is empty." },
  { name: "cut.docx", content: () => docx(run).subarray(0, 400), told: damaged },
  {
    name: "nested.zip",
    content: () => archive({ "b.zip": archive({ "c.zip": archive({ a: Buffer.alloc(MiB) }) }) }),
    told: "it is an archive; please send the documents inside.",
  },
];
