import { anyWords, type HostileDocument, lateOrFull, MiB, noise } from "./bomb.ts";
import { deflated, pdf, pdfPage } from "./pdfs.ts";

const catalog = "<< /Type /Catalog /Pages 2 0 R >>";
const pages = "<< /Type /Pages /Kids [3 0 R] /Count 1 >>";
const locked = `<< /Filter /Standard /V 1 /R 2 /P -4 /O <${"5a".repeat(32)}> /U <${"a5".repeat(32)}> >>`;

export const pdfBombs: readonly HostileDocument[] = [
  {
    name: "locked.pdf",
    content: () => pdf([catalog, pages, pdfPage(), locked], "/Encrypt 4 0 R /ID [<00> <00>]"),
    told: "it is protected with a password.",
  },
  {
    name: "truncated.pdf",
    content: () => pdf([catalog, pages, pdfPage()]).subarray(0, 60),
    told: anyWords,
  },
  {
    name: "cyclic.pdf",
    content: () => pdf([catalog, "<< /Type /Pages /Kids [2 0 R] /Count 1 >>"]),
    told: anyWords,
  },
  {
    name: "count.pdf",
    content: () => pdf([catalog, "<< /Type /Pages /Kids [3 0 R] /Count 2000000000 >>", pdfPage()]),
    told: anyWords,
  },
  {
    name: "random.pdf",
    content: () => noise(100_000),
    told: "it is damaged or not really a PDF.",
  },
];

/** Each takes most of a parser's time or memory. */
export const heavyPdfs: readonly HostileDocument[] = [
  {
    name: "bomb.pdf",
    content: () => pdf([catalog, pages, pdfPage(4), deflated(Buffer.alloc(300 * MiB, " "))]),
    told: anyWords,
  },
  {
    // Runs of 128 spaces, which is 64 times as much as is written, and packed on top.
    name: "runs.pdf",
    content: () => {
      const runs = Buffer.alloc(20 * MiB, Buffer.from([129, 32]));
      return pdf([catalog, pages, pdfPage(4), deflated(runs, "[/FlateDecode /RunLengthDecode]")]);
    },
    told: lateOrFull,
  },
  {
    name: "pages.pdf",
    content: () => {
      const kids = `<< /Type /Pages /Kids [${"3 0 R ".repeat(500_000)}] /Count 500000 >>`;
      return pdf([catalog, kids, pdfPage(4), deflated(Buffer.from("BT (Hello.) Tj ET"))]);
    },
    told: anyWords,
  },
];
