import { gzipSync } from "node:zlib";
import { harmless, type HostileDocument, lateOrFull, MiB } from "./bomb.ts";
import { officeBombs } from "./officeBombs.ts";
import { heavyPdfs, pdfBombs } from "./pdfBombs.ts";

const nested = (tag: string, depth: number) =>
  `<html><head></head><body>${`<${tag}>`.repeat(depth)}x${`</${tag}>`.repeat(depth)}</body></html>`;

const texts: HostileDocument[] = [
  {
    name: "nested.html",
    content: () => nested("div", 5000),
    told: "its elements are nested too deeply.",
  },
  {
    name: "deep.html",
    content: () => nested("b", 20_000),
    told: "its elements are nested too deeply.",
  },
  {
    name: "unclosed.html",
    content: () => `<html><head></head><body>${"<b></i>".repeat(20_000)}x`,
    told: /it is damaged\.$|reading it took longer than [\d.]+ s\.$/,
  },
  {
    name: "heap.html",
    content: () => `<html><head></head><body>${"<p>a".repeat(5 * MiB)}`,
    told: lateOrFull,
  },
  { name: "deep.json", content: () => "[".repeat(200_000) + "]".repeat(200_000), told: harmless },
  {
    name: "deep.md",
    content: () => `${"> ".repeat(500_000)}x\n${"[".repeat(200_000)}`,
    told: harmless,
  },
  {
    name: "line.csv",
    content: () => `a,${"b".repeat(20 * MiB)}`,
    told: "one of its lines is too long for a row.",
  },
  { name: "rows.csv", content: () => "a,b\n".repeat(5 * MiB), told: harmless },
  {
    name: "larger.csv",
    content: () => Buffer.alloc(50 * MiB, "a"),
    told: "it is larger than 25 MB.",
  },
  {
    name: "packed.csv",
    content: () => gzipSync(Buffer.alloc(100 * MiB)),
    told: "it is an archive; please send the documents inside.",
  },
  { name: "../../../etc/passwd", content: () => "root:x:0:0", told: harmless },
  {
    name: `\0${"long ".repeat(1000)}\u202egnp.txt`,
    content: () => "Still a text.",
    told: harmless,
  },
];

export const hostileDocuments: readonly HostileDocument[] = [...officeBombs, ...pdfBombs, ...texts];

/** Each takes most of a parser's time or memory. */
export const heavyDocuments: readonly HostileDocument[] = [
  ...heavyPdfs,
  { name: "lines.txt", content: () => "a\n".repeat(10 * MiB), told: lateOrFull },
];
