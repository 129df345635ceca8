import { looksLikeUtf16 } from "./charset.ts";
import type { Unreadable } from "./block.ts";

/** What a document is, once its bytes, its name and its sender have been asked, in this order of trust. */
export type Format = "pdf" | "office" | "html" | "markdown" | "csv" | "text";

/** `office` is a zip archive; which of the Office formats it is, its parts tell. */
export function detectFormat(
  bytes: Uint8Array,
  name: string,
  declaredType: string | null,
): { readonly ok: true; readonly format: Format } | Unreadable {
  const head = Buffer.from(bytes.subarray(0, 1024)).toString("latin1");
  if (bytes.length === 0) return refuse("it is empty");
  if (head.includes("%PDF-")) return { ok: true, format: "pdf" };
  if (head.startsWith("PK\x03\x04") || head.startsWith("PK\x05\x06")) {
    return { ok: true, format: "office" };
  }
  if (head.startsWith("\xd0\xcf\x11\xe0")) return refuse(whyCompound(bytes));
  if (head.startsWith("{\\rtf")) return refuse("it is an RTF file; please save it as DOCX or PDF");

  const ending = /\.([a-z0-9]{1,10})$/i.exec(name)?.[1]?.toLowerCase() ?? "";
  const type = declaredType?.split(";")[0]?.trim().toLowerCase() ?? "";
  if (looksBinary(bytes)) return refuse(whyBinary(head, ending, type));
  return { ok: true, format: textFormat(head, ending, type) };
}

const refuse = (why: string): Unreadable => ({ ok: false, why });

function textFormat(head: string, ending: string, type: string): Format {
  if (
    /^[^<]{0,200}(<\?xml[^>]*>\s*)?(<!--[^]{0,500}?-->\s*)?<(!doctype\s+html|html|head|body)\b/i.test(
      head,
    )
  ) {
    return "html";
  }
  return (
    byEnding[ending] ?? byType[type] ?? (/<(p|div|table|h1)\b[^>]*>/i.test(head) ? "html" : "text")
  );
}

const byEnding: Readonly<Record<string, Format>> = {
  html: "html",
  htm: "html",
  xhtml: "html",
  md: "markdown",
  markdown: "markdown",
  csv: "csv",
  tsv: "csv",
  tab: "csv",
  txt: "text",
  text: "text",
  log: "text",
  json: "text",
  yaml: "text",
  yml: "text",
};
const byType: Readonly<Record<string, Format>> = {
  "text/html": "html",
  "application/xhtml+xml": "html",
  "text/markdown": "markdown",
  "text/csv": "csv",
  "text/tab-separated-values": "csv",
  "text/plain": "text",
};

const picture = "it is a picture, and I cannot read pictures";
const recording = "it is a recording, and I cannot listen";
const archive = "it is an archive; please send the documents inside";
const program = "it is a program, not a document";

/** How files begin that are no documents to us: where the mark is, and the mark as Latin-1. */
const marks: readonly (readonly [at: number, mark: string, why: string])[] = [
  ...["\x89PNG", "\xff\xd8\xff", "GIF8", "BM", "II*\0", "MM\0*", "8BPS", "\0\0\x01\0"].map(
    (mark) => [0, mark, picture] as const,
  ),
  [8, "WEBP", picture],
  ...["heic", "heif", "mif1", "avif"].map((brand) => [4, `ftyp${brand}`, picture] as const),
  ...["ID3", "OggS", "fLaC", "\x1aE\xdf\xa3", "\xff\xfb", "\xff\xf3"].map(
    (mark) => [0, mark, recording] as const,
  ),
  [8, "WAVE", recording],
  [8, "AVI ", recording],
  [4, "ftyp", recording],
  ...["\x1f\x8b", "7z\xbc\xaf", "Rar!", "\xfd7zXZ", "BZh", "\x28\xb5\x2f\xfd"].map(
    (mark) => [0, mark, archive] as const,
  ),
  [257, "ustar", archive],
  ...["MZ", "\x7fELF", "\xcf\xfa\xed\xfe", "\xca\xfe\xba\xbe"].map(
    (mark) => [0, mark, program] as const,
  ),
];

/** The old Office formats and encrypted new ones share one container. */
function whyCompound(bytes: Uint8Array): string {
  const encrypted = Buffer.from("EncryptedPackage", "utf16le");
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).includes(encrypted)
    ? "it is protected with a password"
    : "it is in an old Office format; please save it as DOCX, XLSX or PDF";
}

function looksBinary(bytes: Uint8Array): boolean {
  if (looksLikeUtf16(bytes) !== null || (bytes[0] === 0xff && bytes[1] === 0xfe)) return false;
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return false;
  const sample = bytes.subarray(0, 4096);
  const odd = sample.filter(
    (byte) => byte < 32 && byte !== 9 && byte !== 10 && byte !== 12 && byte !== 13,
  );
  return odd.length > sample.length / 50;
}

function whyBinary(head: string, ending: string, type: string): string {
  const known = marks.find(([at, mark]) => head.startsWith(mark, at));
  if (known !== undefined) return known[2];
  if (ending === "pdf" || type === "application/pdf") return "it is damaged or not really a PDF";
  if (ending === "docx" || ending === "xlsx") {
    return `it is damaged or not really a ${ending.toUpperCase()}`;
  }
  return "it is not a text, and of a type I do not know";
}
