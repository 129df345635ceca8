import { blocksOf, type Span } from "./blocks.ts";

/**
 * What may hold full stops that end nothing: code, addresses, file names, dotted numbers. Repeats are bounded, so that no
 * text makes the search slow.
 */
const masked =
  /```[\s\S]*?```|`[^`\n]+`|\bhttps?:\/\/[^\s<>]*[^\s<>.,;:!?)\]}'"]|\bwww\.[^\s<>]*[\w/]|(?<![\w.+-])[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,8}|(?<![\w-])[\w-]{1,60}(?:\.[\w-]{1,60}){0,5}\.(?:com|org|net|io|dev|ai|co|html?|md|txt|pdf|docx?|xlsx?|csv|pptx?|json|ya?ml|tsx?|jsx?|py|rb|go|rs|sh|sql|xml|png|jpe?g|gif|zip|log)\b|\d+(?:\.\d+)+|(?<!\b[a-z])\.\w+/gi;

const titles = /(?:^|[\s("“])(?:Mr|Mrs|Ms|Mx|Dr|Prof|St|Rev|Hon|Gen|Col|Lt|Sgt|Capt|Sen|Rep)\.$/;
const abbreviations =
  /(?:^|[\s("“])(?:e\.g|i\.e|cf|viz|vs|fig|figs|no|nos|nr|vol|pp|p|sec|ch|eq|ed|eds|ref|refs|approx|ca|al|resp|incl|esp|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)\.$/i;
const monthsAndNumbers =
  /(?:^|\s)(?:Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec|no|nos|p|ch|al)\.$/i;
const initials = /(?:^|[\s("“])(?:\p{Lu}\.\s?)*\p{Lu}\.$/u;
const listMarker = /^\s*(?:\d{1,3}[.)]|[a-z][.)]|[A-Z]\))\s*$/;
const softEnd =
  /(?:\b(?:Inc|Ltd|Co|Corp|Bros|etc|U\.S|U\.K|U\.N|E\.U|a\.m|p\.m)\.|…|\.\.\.|[!?]["'”’)]+)$/i;
const sentenceStart = /^\s*["'“‘([]*[\p{Lu}\p{N}*]/u;
const leadingMarker = /^(?:[-*•◦–]|\d{1,3}[.)]|[a-z][.)]|[A-Z]\))\s+/;

/** As much of a piece as titles, initials and abbreviations at its end need. */
const tailCharacters = 80;

/** Costly to make, and the same for every text. */
const segmenter = new Intl.Segmenter("en", { granularity: "sentence" });

/** In chat a new sentence may start in lower case, anywhere with a number; the segmenter by itself sees neither. */
const lowerCaseStart = /(?<=\p{L}{2}\.)\s+(?=\p{Ll}+['’ ,])|(?<=\p{Ll}{4}\.)\s+(?=\p{N})/gu;

/**
 * Cuts a text into sentences with exact offsets: `text.slice(start, end)` is the sentence as it stands, without list
 * marker and outer space. `Intl.Segmenter` finds the ends; addresses and code are masked first, and pieces torn off
 * after titles, abbreviations and initials are merged again.
 */
export function sentencesOf(text: string, conversation = false): Sentence[] {
  const blanked = text.replace(masked, (found) => "x".repeat(found.length)).replaceAll("\n", " ");
  return blocksOf(text, conversation).flatMap((block) => {
    const item = conversation && isItem(text.slice(block.start, block.end));
    const pieces = piecesOf(blanked.slice(block.start, block.end));
    const sentences = item ? [wholeOf(pieces)] : mergePieces(pieces);
    return sentences
      .map(([start, end]) => ({
        ...trimSpan(text, block.start + start, block.start + end),
        item,
      }))
      .filter((span) => span.end > span.start);
  });
}

/** A sentence's place; an item of a list in a message stays whole. */
export type Sentence = Span & { readonly item: boolean };

/** A longer item of a list is an essay of its own. In characters. */
const itemCharactersMax = 280;

const isItem = (block: string): boolean =>
  leadingMarker.test(block.trimStart()) && block.length <= itemCharactersMax;

const wholeOf = (pieces: readonly Piece[]): [number, number] => [0, pieces.at(-1)?.end ?? 0];

type Piece = Span & { readonly text: string };

function piecesOf(block: string): Piece[] {
  return [...segmenter.segment(block)].flatMap(({ segment, index }) => {
    const cuts = [...segment.matchAll(lowerCaseStart)]
      .filter((cut) => !endsInAbbreviation(segment.slice(0, cut.index)))
      .map((cut) => cut.index + cut[0].length);
    const edges = [0, ...cuts, segment.length];
    return edges.slice(1).map((end, i) => {
      const start = edges[i] ?? 0;
      return { start: index + start, end: index + end, text: segment.slice(start, end) };
    });
  });
}

const endsInAbbreviation = (text: string): boolean =>
  titles.test(text) || abbreviations.test(text) || softEnd.test(text);

function mergePieces(pieces: readonly Piece[]): [number, number][] {
  const merged: { start: number; end: number; text: string }[] = [];
  for (const piece of pieces) {
    const before = merged.at(-1);
    if (before && belongTogether(before.text.trimEnd(), piece.text)) {
      before.end = piece.end;
      // Only its end decides whether more belongs to it.
      before.text = `${before.text}${piece.text}`.slice(-tailCharacters);
    } else merged.push({ ...piece });
  }
  return merged.map(({ start, end }) => [start, end]);
}

function belongTogether(before: string, next: string): boolean {
  if (titles.test(before) || initials.test(before) || listMarker.test(before)) return true;
  if (abbreviations.test(before))
    return !monthsAndNumbers.test(before) || /^\s*[\p{N}\p{Ll}]/u.test(next);
  return softEnd.test(before) && !sentenceStart.test(next);
}

function trimSpan(text: string, start: number, end: number): Span {
  const inner = text.slice(start, end);
  const lead = inner.length - inner.trimStart().length;
  const marker = leadingMarker.exec(inner.slice(lead))?.[0].length ?? 0;
  return { start: start + lead + marker, end: start + inner.trimEnd().length };
}
