import { sentencesOf } from "../extractive/sentences.ts";
import type { Span } from "../extractive/blocks.ts";

/**
 * Where a quote stands in a text: exactly, or with other white space. Never by likeness: a changed word is a different
 * quote. Undefined where it does not stand.
 */
export function findQuote(text: string, quote: string): Span | undefined {
  const wanted = quote.trim();
  if (wanted === "") return undefined;
  const exact = text.indexOf(wanted);
  if (exact >= 0) return { start: exact, end: exact + wanted.length };

  const packed = pack(text);
  const start = packed.text.indexOf(pack(wanted).text);
  if (start < 0) return undefined;
  const last = start + pack(wanted).text.length - 1;
  return { start: packed.places[start] ?? 0, end: (packed.places[last] ?? 0) + 1 };
}

/** The sentences of a text that a quote touches, and one on each side. */
export function aroundQuote(text: string, quote: Span): string {
  const sentences = sentencesOf(text);
  const touched = [...sentences.keys()].filter((i) => {
    const sentence = sentences[i];
    return sentence !== undefined && sentence.start < quote.end && sentence.end > quote.start;
  });
  const first = sentences[Math.max(0, (touched.at(0) ?? 0) - 1)];
  const last = sentences[Math.min(sentences.length - 1, (touched.at(-1) ?? 0) + 1)];
  // A quote from a heading or code is in no sentence: then it has to stand for itself.
  if (touched.length === 0 || !first || !last) return text.slice(quote.start, quote.end);
  return text.slice(Math.min(first.start, quote.start), Math.max(last.end, quote.end));
}

/** A text with each run of white space as one space, and where each of its characters came from. */
function pack(text: string): { text: string; places: number[] } {
  const places: number[] = [];
  let packed = "";
  for (let i = 0; i < text.length; i++) {
    const character = text.charAt(i);
    const space = /\s/.test(character);
    if (space && packed.endsWith(" ")) continue;
    packed += space ? " " : character;
    places.push(i);
  }
  return { text: packed, places };
}
