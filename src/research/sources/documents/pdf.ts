import { getDocumentProxy, getMeta } from "unpdf";
import { documentLimits } from "../limits.ts";
import { type Content, paragraph } from "./block.ts";
import { unwrapLines } from "./text.ts";

const { pdfPagesMax, charsMax, scanCharsPerPage } = documentLimits;

/** A PDF, page by page; lines are joined to paragraphs, running heads are left out. No pictures are read. */
export async function readPdf(bytes: Uint8Array): Promise<Content> {
  const opened = await open(bytes);
  if (typeof opened === "string") return { ok: false, why: opened };

  const pagesRead = Math.min(opened.numPages, pdfPagesMax);
  const notes =
    opened.numPages > pagesRead
      ? [`only the first ${pagesRead} of its ${opened.numPages} pages were read`]
      : [];
  const pages: string[][] = [];
  let chars = 0;
  for (let number = 1; number <= pagesRead && chars <= charsMax; number += 1) {
    const lines = await linesOf(opened, number);
    chars += lines.reduce((sum, line) => sum + line.length, 0);
    pages.push(lines);
  }
  if (chars < scanCharsPerPage * pages.length) {
    return { ok: false, why: "it looks like a scan; I cannot read pictures" };
  }
  const running = runningLines(pages);
  const blocks = pages.flatMap((lines, index) =>
    paragraphsOf(lines.filter((line) => !running.has(shapeOf(line)))).map((text) =>
      paragraph(text, `page ${index + 1}`),
    ),
  );
  return { ok: true, title: await titleOf(opened), blocks, notes };
}

type Pdf = Awaited<ReturnType<typeof getDocumentProxy>>;

/** Given a copy, because the reader takes the memory over and refuses Node's own kind of byte array. */
async function open(bytes: Uint8Array): Promise<Pdf | string> {
  try {
    return await getDocumentProxy(new Uint8Array(bytes), {
      useSystemFonts: false,
      verbosity: 0,
    });
  } catch (error) {
    const locked = error instanceof Error && error.name === "PasswordException";
    return locked ? "it is protected with a password" : "it is damaged or not really a PDF";
  }
}

/** A page that cannot be read is an empty page; the others may still be good. */
async function linesOf(pdf: Pdf, number: number): Promise<string[]> {
  try {
    const page = await pdf.getPage(number);
    const { items } = await page.getTextContent();
    const text = items
      .map((item) => ("str" in item ? item.str + (item.hasEOL ? "\n" : "") : ""))
      .join("");
    page.cleanup();
    return text.split("\n").map((line) => line.trim());
  } catch {
    return [];
  }
}

async function titleOf(pdf: Pdf): Promise<string | null> {
  try {
    const { info } = await getMeta(pdf);
    const title: unknown = info["Title"];
    return typeof title === "string" && !namesNothing.test(title) ? title : null;
  } catch {
    return null;
  }
}

/** What programs fill in as a title when nobody gave one. */
const namesNothing =
  /^\s*$|^\s*(untitled|title|document\d*)\b|^microsoft \w+ - |\.(docx?|indd|tex|dvi|qxd|rtf|pdf)\s*$/i;

/** Page heads and feet: first or last lines that come back, but for their numbers, on most pages. */
function runningLines(pages: readonly string[][]): Set<string> {
  const counts = new Map<string, number>();
  for (const lines of pages) {
    const filled = lines.filter((line) => line !== "");
    const edges = new Set([filled[0] ?? "", filled.at(-1) ?? ""].map(shapeOf));
    for (const shape of edges) counts.set(shape, (counts.get(shape) ?? 0) + 1);
  }
  const needed = Math.max(3, 0.6 * pages.length);
  return new Set([...counts].filter(([, count]) => count >= needed).map(([shape]) => shape));
}

const shapeOf = (line: string): string => line.replaceAll(/\d+/g, "#");

/** A paragraph ends at a blank line, or where a sentence ends well before the right margin. */
function paragraphsOf(lines: readonly string[]): string[] {
  const lengths = lines
    .map((line) => line.length)
    .filter((length) => length > 0)
    .toSorted((a, b) => a - b);
  const usual = lengths[Math.floor(lengths.length * 0.75)] ?? 0;
  const paragraphs: string[][] = [[]];
  for (const line of lines) {
    if (line !== "") paragraphs.at(-1)?.push(line);
    if (line === "" || (/[.!?:]["')\]]?$/.test(line) && line.length < 0.8 * usual))
      paragraphs.push([]);
  }
  return paragraphs.map(unwrapLines).filter((text) => text !== "");
}
