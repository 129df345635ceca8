import type Anthropic from "@anthropic-ai/sdk";

import type { ReplyBlock } from "../reply.ts";
import { sentencesOf, wordsOf, type Citable } from "./reading.ts";

const sentencesMax = 6;
const perSourceMax = 2;

type Quotable = { readonly from: Citable; readonly block: number; readonly sentence: string };

/** A few sentences out of the sources, each with its citation; those that share most words with the question come first. */
export function draftOf(question: string, citables: readonly Citable[]): readonly ReplyBlock[] {
  const chosen = citables
    .flatMap((from) => bestOf(question, from))
    .toSorted((one, other) => score(question, other) - score(question, one))
    .slice(0, sentencesMax);
  if (chosen.length === 0) {
    return [{ type: "text", text: "The sources say nothing about this." }];
  }
  return [
    { type: "text", text: "What the sources say:\n\n" },
    ...chosen.map(({ from, block, sentence }): ReplyBlock => ({
      type: "text",
      text: `${sentence} `,
      citations: [citationOf(from, block, sentence)],
    })),
  ];
}

/**
 * The pointer of a sentence to where it stands. A block is the smallest thing that can be cited of search results
 * and of documents in blocks; of a plain text it is the sentence itself.
 */
export function citationOf(from: Citable, block: number, sentence: string): Anthropic.TextCitation {
  const text = from.texts[block] ?? "";
  if (from.kind === "search_result") {
    return {
      type: "search_result_location",
      cited_text: text,
      source: from.source,
      title: from.title,
      search_result_index: from.index,
      start_block_index: block,
      end_block_index: block + 1,
    };
  }
  const document = {
    document_index: from.index,
    document_title: from.title,
    file_id: null,
  };
  if (from.kind === "blocks") {
    return {
      type: "content_block_location",
      cited_text: text,
      start_block_index: block,
      end_block_index: block + 1,
      ...document,
    };
  }
  const start = Math.max(0, text.indexOf(sentence));
  return {
    type: "char_location",
    cited_text: sentence,
    start_char_index: start,
    end_char_index: start + sentence.length,
    ...document,
  };
}

function bestOf(question: string, from: Citable): readonly Quotable[] {
  const all = from.texts.flatMap((text, block) =>
    sentencesOf(text).map((sentence) => ({ from, block, sentence })),
  );
  return all
    .toSorted((one, other) => score(question, other) - score(question, one))
    .slice(0, perSourceMax);
}

function score(question: string, { sentence }: Quotable): number {
  const asked = new Set(wordsOf(question));
  return new Set(wordsOf(sentence).filter((word) => asked.has(word))).size;
}
