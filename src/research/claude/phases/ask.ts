import type Anthropic from "@anthropic-ai/sdk";
import type { SourceQuery } from "../../../domain/source.ts";
import type { Brief } from "../../engine.ts";
import { nameOf } from "../../extractive/titles.ts";
import { quoted, tagged } from "../data.ts";

/** Characters of what people said that one prompt carries; the newest words win. */
const saidMax = 12_000;

/** What is asked, as every phase tells it: the request, what was asked back, and what people have said since. */
export function askedIn({ kind, question, answers = [], feedback }: Brief): string {
  const back = answers.map(({ question: asked, answer, assumed }) =>
    tagged(
      "note",
      { asked, by: assumed ? "assumed, nobody answered" : "answered" },
      quoted(answer),
    ),
  );
  const said = feedback.map((text, n) => tagged("feedback", { n: String(n + 1) }, quoted(text)));
  // The newest is what counts: an older remark has been answered by a draft already.
  const asked = [`Wanted: ${wanted[kind]}.`, tagged("question", {}, quoted(question))];
  return [...asked, ...back, ...cutFront(said, saidMax)].join("\n");
}

const wanted: Readonly<Record<Brief["kind"], string>> = {
  research: "an answer",
  summary: "a summary of what was given",
  document: "what a document says",
  draft: "a text to be drafted",
  workflow: "an answer, for several steps to follow",
};

/** What came with a request, numbered from 1: names only, nothing of what stands in it. */
export const givenIn = ({ given }: Brief): string =>
  given.length === 0
    ? "Nothing was given to read."
    : tagged("given", {}, given.map((query, n) => `${n + 1}. ${describeGiven(query)}`).join("\n"));

export const text = (words: string): Anthropic.TextBlockParam => ({ type: "text", text: words });

function describeGiven(query: SourceQuery): string {
  if (query.type === "text") return `text in the request (${query.text.length} characters)`;
  return quoted(nameOf(query)).slice(0, 200);
}

function cutFront(parts: readonly string[], charactersMax: number): string[] {
  const kept: string[] = [];
  let characters = 0;
  for (const part of parts.toReversed()) {
    characters += part.length;
    if (kept.length > 0 && characters > charactersMax) break;
    kept.unshift(part);
  }
  return kept;
}
