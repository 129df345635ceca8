import { type Block, type Legible, paragraph } from "./block.ts";

/** Plain text: paragraphs between blank lines; minutes and transcripts ("Name: words") message by message. */
export function readText(text: string): Legible {
  const speeches = readTranscript(text);
  const blocks =
    speeches ??
    text.split(/\n[^\S\n]*\n/).map((piece) => paragraph(unwrapLines(piece.split("\n")), null));
  return { ok: true, title: null, blocks, notes: [] };
}

/**
 * Lines as paragraphs: a line that goes on in the next one (no stop at its end, a small letter after it) is joined with
 * it, a word divided at the line's end is put together.
 */
export function unwrapLines(lines: readonly string[]): string {
  let text = "";
  for (const line of lines.map((each) => each.trim())) {
    if (line === "") continue;
    if (/\p{L}-$/u.test(text) && /^\p{Ll}/u.test(line)) text = text.slice(0, -1) + line;
    else if (text !== "" && !/[.!?:;]["')\]]?$/.test(text) && /^[\p{Ll}("'\d]/u.test(line))
      text += ` ${line}`;
    else text += text === "" ? line : `\n${line}`;
  }
  return text;
}

/** Enough lines of a known shape make it a transcript; one "Note: …" in a letter does not. */
const speechesMin = 4;
const speechesShare = 0.6;

function readTranscript(text: string): Block[] | null {
  const lines = text.split("\n").filter((line) => line.trim() !== "");
  const blocks: Block[] = [];
  let speeches = 0;
  for (const line of lines) {
    const speech =
      /^\s*(?:\[?\d{1,2}:\d{2}(?::\d{2})?\]?\s*)?(\p{Lu}[\p{L}.'-]*(?: [\p{L}\d.'()-]+){0,3}):\s+(\S.*)$/u.exec(
        line,
      );
    const previous = blocks.at(-1);
    if (speech !== null) {
      speeches += 1;
      blocks.push({
        text: speech[2] ?? "",
        locator: null,
        speaker: speech[1] ?? null,
        alone: true,
      });
    } else if (previous?.speaker !== null && previous !== undefined) {
      blocks[blocks.length - 1] = { ...previous, text: `${previous.text}\n${line}` };
    } else {
      blocks.push(paragraph(line, null));
    }
  }
  return speeches >= speechesMin && speeches >= speechesShare * lines.length ? blocks : null;
}
