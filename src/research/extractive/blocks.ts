/** A stretch of a text: offsets in UTF-16 units, `end` exclusive. */
export type Span = { readonly start: number; readonly end: number };

const quoted = /^\s*(?:>|&gt;)/;
const tableRow = /^\s*\|/;
const tableRule = /^(?=.*--)[\s|:-]+$/;
const rule = /^\s*[-=_*~#+]{3,}\s*$/;
const heading = /^\s*#{1,6}\s/;
const attribution = /\b(?:wrote|writes|schrieb|escribió|écrit)\s*:?\s*$/i;
const header = /^\s*(?:in-reply-to|from|to|cc|bcc|sent|subject|date|reply-to|message-id):\s/i;
const signature = /^-- ?$/;
const fence = /^\s*```/;
const listItem = /^\s*(?:[-*•◦–]|\d{1,3}[.)]|[a-z][.)]|[A-Z]\))\s+\S/;

/** A line this long was probably broken by a mail program, so that the next line goes on with it. */
const softWrapCharacters = 45;

/**
 * Cuts a passage into stretches that sentences do not cross: paragraphs, list items, table rows. Leaves out what nobody
 * said here: quoted lines, `… wrote:` lines, rules, headings, mail signatures; in conversations also code and tables.
 */
export function blocksOf(text: string, conversation: boolean): Span[] {
  const blocks: { start: number; end: number }[] = [];
  let open: { start: number; end: number; last: string } | undefined;
  let fenced = false;
  const close = (): void => {
    if (open) blocks.push({ start: open.start, end: open.end });
    open = undefined;
  };

  for (const { line, start } of linesOf(text)) {
    if (conversation && signature.test(line)) break;
    if (fence.test(line)) fenced = !fenced;
    if (line.trim() === "" || isNoise(line, conversation) || (fenced && conversation)) {
      close();
      continue;
    }
    const end = start + line.length;
    if (open && goesOn(open.last, line)) open = { start: open.start, end, last: line };
    else {
      close();
      open = { start, end, last: line };
    }
  }
  close();
  return blocks;
}

function* linesOf(text: string): Generator<{ line: string; start: number }> {
  let start = 0;
  for (const line of text.split("\n")) {
    yield { line, start };
    start += line.length + 1;
  }
}

function isNoise(line: string, conversation: boolean): boolean {
  if (quoted.test(line) || rule.test(line) || heading.test(line) || fence.test(line)) return true;
  if (tableRule.test(line)) return true;
  return conversation && (attribution.test(line) || header.test(line) || tableRow.test(line));
}

function goesOn(last: string, line: string): boolean {
  if (listItem.test(line) || tableRow.test(line) || tableRow.test(last)) return false;
  if (/:\s*$/.test(last)) return false;
  return last.trim().length >= softWrapCharacters;
}
