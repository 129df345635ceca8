import type { Passage } from "../../../domain/source.ts";
import { documentLimits } from "../limits.ts";
import { shorten } from "../wording.ts";
import type { Block } from "./block.ts";
import { splitSentences } from "./sentences.ts";

const { charsMax, passagesMax, passageCharsMin, passageCharsMax, sentenceCharsMax } =
  documentLimits;

/**
 * Cuts a document into pieces small enough to quote and large enough to understand: short neighbours under one heading
 * are put together, long paragraphs are cut between sentences. `cut` tells that a limit ended it early.
 */
export function cutPassages(blocks: Iterable<Block>): { passages: Passage[]; cut: boolean } {
  const passages: Passage[] = [];
  let chars = 0;
  let open: Open | null = null;
  const close = () => {
    if (open !== null) passages.push(passageOf(open));
    open = null;
  };

  for (const block of blocks) {
    for (const text of piecesOf(block)) {
      if (open === null || !fits(open, block, text)) close();
      if (chars + text.length + 1 > charsMax || passages.length >= passagesMax) {
        close();
        return { passages, cut: true };
      }
      chars += text.length + 1;
      open = open === null ? { block, text } : { block: open.block, text: `${open.text}\n${text}` };
    }
  }
  close();
  return { passages, cut: false };
}

/** Plain text that shows all it says: no control, invisible or direction characters, no runs of spaces or blank lines. */
export const cleanText = (text: string): string =>
  text
    .toWellFormed()
    .replaceAll(/\r\n?|[\u2028\u2029\v\f]/g, "\n")
    .replaceAll(/[^\S\n]+/g, " ")
    .replaceAll(invisible, (run) => (run.includes("\n") ? "\n" : ""))
    .replaceAll(/ ?\n ?/g, "\n")
    .trim();

/** Joiners (200C, 200D) stay: scripts and emoji need them. E00xx are tags, with which text is smuggled past readers. */
const invisible =
  /[\p{Cc}\u00AD\u200B\u200E\u200F\u202A-\u202E\u2060-\u2069\uFEFF\u{E0000}-\u{E007F}]+/gu;

/** Cleaned and in one line, for titles and locators; null where nothing is left. */
export function cleanLine(text: string | null | undefined, max: number): string | null {
  const line = cleanText((text ?? "").slice(0, 10 * max)).replaceAll("\n", " ");
  return line === "" ? null : shorten(line, max);
}

type Open = { readonly block: Block; readonly text: string };

function fits(open: Open, block: Block, text: string): boolean {
  return (
    !block.alone &&
    !open.block.alone &&
    open.block.locator === block.locator &&
    open.block.speaker === block.speaker &&
    open.text.length < passageCharsMin &&
    open.text.length + 1 + text.length <= passageCharsMax
  );
}

const passageOf = ({ block, text }: Open): Passage => ({
  text,
  speaker: cleanLine(block.speaker, documentLimits.locatorCharsMax),
  locator: cleanLine(block.locator, documentLimits.locatorCharsMax),
  url: null,
});

function* piecesOf(block: Block): Generator<string> {
  const text = cleanText(block.text);
  if (text === "") return;
  if (block.alone) {
    yield shorten(text, sentenceCharsMax);
  } else if (text.length <= passageCharsMax) {
    yield text;
  } else {
    yield* pack(splitSentences(text).flatMap(cutSentence));
  }
}

/** As many whole sentences as a passage holds. */
function* pack(sentences: readonly string[]): Generator<string> {
  let piece = "";
  for (const sentence of sentences) {
    if (piece.trim() !== "" && piece.length + sentence.length > passageCharsMax) {
      yield piece.trim();
      piece = "";
    }
    piece += sentence;
  }
  if (piece.trim() !== "") yield piece.trim();
}

/** Pieces of what is too long to be a sentence, cut at spaces where there are any. */
function cutSentence(sentence: string): string[] {
  const pieces: string[] = [];
  let rest = sentence;
  while (rest.length > sentenceCharsMax) {
    const space = rest.lastIndexOf(" ", sentenceCharsMax - 1);
    const end = space > 0 ? space + 1 : sentenceCharsMax - 1;
    const whole = /[\uD800-\uDBFF]/.test(rest.charAt(end - 1)) ? end - 1 : end;
    pieces.push(rest.slice(0, whole));
    rest = rest.slice(whole);
  }
  return [...pieces, rest];
}
