import { type Block, type Content, paragraph } from "./block.ts";
import { tableBlocks } from "./table.ts";
import { unwrapLines } from "./text.ts";

/** Markdown: headings become locators, tables rows, and marks of emphasis and links are taken away from the text. */
export function readMarkdown(source: string): Content {
  const { title, body } = cutFrontMatter(source.replaceAll(/\r\n?/g, "\n"));
  const page: Page = { blocks: [], title, heading: null, fence: null, lines: [] };
  for (const line of body.split("\n")) {
    if (page.fence !== null) takeCode(page, line, page.fence);
    else takeLine(page, line);
  }
  flush(page);
  return { ok: true, title: page.title, blocks: page.blocks, notes: [] };
}

/** What was read so far; `lines` is the paragraph, table or code block that is still open. */
type Page = {
  readonly blocks: Block[];
  title: string | null;
  heading: string | null;
  fence: string | null;
  lines: string[];
};

function takeCode(page: Page, line: string, fence: string): void {
  if (!line.trim().startsWith(fence)) {
    page.lines.push(line);
    return;
  }
  page.blocks.push(paragraph(page.lines.join("\n"), page.heading));
  page.lines = [];
  page.fence = null;
}

function takeLine(page: Page, line: string): void {
  const fence = /^\s{0,3}(`{3,}|~{3,})/.exec(line)?.[1];
  const heading = /^\s{0,3}#{1,6}\s+(.*)$/.exec(line)?.[1];
  if (fence !== undefined) {
    flush(page);
    page.fence = fence;
  } else if (heading !== undefined) {
    flush(page);
    startSection(page, heading.replace(/\s*#+\s*$/, ""));
  } else if (/^\s{0,3}(=+|-{2,})\s*$/.test(line) && page.lines.length === 1) {
    startSection(page, page.lines.splice(0).join(""));
  } else if (line.trim() === "" || /^\s{0,3}([-*_])(\s*\1){2,}\s*$/.test(line)) {
    flush(page);
  } else {
    if (/^\s*([-*+]|\d{1,3}[.)])\s/.test(line)) flush(page);
    page.lines.push(line.replace(/^\s*(?:>\s?|[-*+]\s+(?:\[[ xX]\]\s+)?)+/, ""));
  }
}

function startSection(page: Page, text: string): void {
  page.heading = plain(text);
  page.title ??= page.heading;
}

function flush(page: Page): void {
  const rows = tableRows(page.lines);
  if (rows === null) page.blocks.push(paragraph(plain(unwrapLines(page.lines)), page.heading));
  else page.blocks.push(...tableBlocks(rows, () => page.heading).blocks);
  page.lines = [];
}

function cutFrontMatter(source: string): { title: string | null; body: string } {
  const matter = /^---\n([^]{0,5000}?)\n---\n/.exec(source);
  if (matter === null) return { title: null, body: source };
  const title = /^title:\s*["']?(.*?)["']?\s*$/m.exec(matter[1] ?? "")?.[1] ?? null;
  return { title, body: source.slice(matter[0].length) };
}

function tableRows(lines: readonly string[]): string[][] | null {
  const [, rule = ""] = lines;
  if (!/^\s*\|?\s*:?-+:?\s*(\|\s*:?-+:?\s*)*\|?\s*$/.test(rule) || !rule.includes("|")) return null;
  return lines
    .filter((_line, index) => index !== 1)
    .map((line) =>
      line
        .trim()
        .replace(/^\|/, "")
        .replace(/\|$/, "")
        .split(/(?<!\\)\|/)
        .map((cell) => plain(cell.replaceAll("\\|", "|").trim())),
    );
}

const plain = (text: string): string =>
  text
    .replaceAll(/!\[([^\]\n]{0,500})\]\([^()\s]{0,2000}(?:\s"[^"\n]{0,200}")?\)/g, "$1")
    .replaceAll(
      /\[([^\]\n]{1,500})\](?:\([^()\s]{0,2000}(?:\s"[^"\n]{0,200}")?\)|\[[^\]\n]{0,200}\])/g,
      "$1",
    )
    .replaceAll(/<(https?:\/\/[^\s<>]{1,2000})>/g, "$1")
    .replaceAll(/<\/?[a-z][^<>\n]{0,500}>/gi, "")
    .replaceAll(/(?<![\w*])(\*\*\*|\*\*|\*)(?=\S)([^*\n]{1,2000}?)(?<=\S)\1(?![\w*])/g, "$2")
    .replaceAll(/(?<![\w_])(__|_)(?=\S)([^_\n]{1,2000}?)(?<=\S)\1(?![\w_])/g, "$2")
    .replaceAll(/`([^`\n]{1,1000})`/g, "$1")
    .replaceAll(/\\([\\`*_{}[\]()#+.!|-])/g, "$1");
