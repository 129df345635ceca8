import type Anthropic from "@anthropic-ai/sdk";
import type { Draft } from "../../../domain/draft.ts";
import type { Plan } from "../../../domain/plan.ts";
import type { Brief, Material } from "../../engine.ts";
import { quoted, tagged } from "../data.ts";
import type { Means } from "../means.ts";
import { askedIn, text } from "./ask.ts";
import { asSearchResults, asText, type Piece } from "./evidence.ts";

/** What a draft is written for and from. */
export type Ground = {
  readonly brief: Brief;
  readonly plan: Plan;
  readonly material: Material;
  readonly pieces: readonly Piece[];
};

/** The one message that a draft is asked for with: the evidence, and then what is wanted. */
export function openingOf(
  { brief, plan, material, pieces }: Ground,
  cites: boolean,
  { prompts }: Means,
): Anthropic.ContentBlockParam[] {
  const { previous } = brief;
  const words = [
    askedIn(brief),
    `The question, restated: ${quoted(plan.question)}`,
    `The answer is complete when:\n${plan.doneWhen.map((point) => `- ${quoted(point)}`).join("\n")}`,
    ...(material.notes.length > 0
      ? [
          `What could not be read or found:\n${material.notes.map((note) => `- ${quoted(note)}`).join("\n")}`,
        ]
      : []),
    ...(previous === null ? [] : [revisedFrom(previous)]),
    kindWords[brief.kind],
  ].join("\n\n");
  return cites
    ? [...asSearchResults(pieces), text(words)]
    : [text(`${asText(pieces)}\n\n${prompts.marks.text}`), text(words)];
}

const kindWords: Readonly<Record<Brief["kind"], string>> = {
  research: "Answer the question.",
  summary:
    "Sum up what was given: what was decided, what is open, who does what by when, and what matters besides.",
  document: "Say what the document says, as far as it matters for the request.",
  draft:
    "Write what is asked for as far as the evidence carries it: one line for each thing it should say.",
  workflow: "Answer the question.",
};

/** What the feedback is about. Whoever revises keeps what nobody has objected to. */
function revisedFrom(previous: Draft): string {
  const lines = previous.sections.flatMap(({ heading, statements }) => [
    quoted(`## ${heading}`),
    ...statements.map((statement) => quoted(`- ${statement.text}`)),
  ]);
  return [
    tagged("draft", { headline: previous.headline }, lines.join("\n")),
    "Revise this draft by the newest feedback. Keep what the feedback does not touch, as far as the evidence still carries it.",
  ].join("\n");
}
