import type Anthropic from "@anthropic-ai/sdk";

/** A stretch of an answer, and the passages that it cites: positions among the pieces, and among a piece's passages. */
export type Cited = {
  readonly text: string;
  readonly cites: readonly { readonly piece: number; readonly passage: number }[];
};

/** Passages that one citation may span; more are no proof of anything. */
const spanMax = 3;

/** The text of an answer with its citations, as the service gives them. Those that point nowhere are the checker's to see. */
export const citedIn = ({ content }: Anthropic.Message): Cited[] =>
  content.flatMap((block): Cited[] => {
    if (block.type !== "text") return [];
    const cites = (block.citations ?? []).flatMap((citation) =>
      citation.type === "search_result_location"
        ? range(citation.start_block_index, citation.end_block_index).map((passage) => ({
            piece: citation.search_result_index,
            passage,
          }))
        : [],
    );
    return [{ text: block.text, cites }];
  });

const range = (start: number, end: number): number[] =>
  Array.from({ length: Math.min(spanMax, Math.max(0, end - start)) }, (_, i) => start + i);

const mark = /\s*\[\s*(?:s?\d{1,3}\s*:\s*p?\d{1,4}\s*[,;]?\s*)+\]/gi;
const pair = /s?(\d{1,3})\s*:\s*p?(\d{1,4})/gi;

/**
 * The same of a text that cites by marks, `A claim [2:5].`: what stands before a mark, from the last mark or the beginning
 * of its line on, is what it is about.
 */
export function markedIn(text: string): Cited[] {
  return text.split(/(?<=\n)/).flatMap((line) => {
    const parts: Cited[] = [];
    let from = 0;
    for (const found of line.matchAll(mark)) {
      const cites = [...found[0].matchAll(pair)].map(([, piece, passage]) => ({
        piece: Number(piece) - 1,
        passage: Number(passage) - 1,
      }));
      const said = line.slice(from, found.index);
      const last = parts.at(-1);
      // Two marks in a row are both about the same words.
      if (said.trim() === "" && last) {
        parts[parts.length - 1] = { ...last, cites: [...last.cites, ...cites] };
      } else {
        parts.push({ text: said, cites });
      }
      from = found.index + found[0].length;
    }
    return from < line.length ? [...parts, { text: line.slice(from), cites: [] }] : parts;
  });
}
