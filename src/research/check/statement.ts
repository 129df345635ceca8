import type { Check, Statement } from "../../domain/draft.ts";
import type { Passage } from "../../domain/source.ts";
import type { Span } from "../extractive/blocks.ts";
import { stemsOf, wordsOf } from "../extractive/words.ts";
import { missingDates, missingNames } from "./names.ts";
import { missingNumbers } from "./numbers.ts";
import { aroundQuote } from "./quote.ts";

/** A passage that a citation rightly quotes, and where. */
export type Evidence = { readonly title: string; readonly passage: Passage; readonly place: Span };

/** Below this share of its words in the cited sentences, a statement is flagged. */
export const overlapMin = 0.4;

/** From this share on, statement and sentence are so alike that a `not` in only one of them is no matter of wording. */
const sameWording = 0.8;

/** How the problem begins that only says that other words were used. */
export const wordingProblem = "wording overlap";

/** More problems than these are not listed for one statement. */
const problemsMax = 5;

/**
 * What a rule finds: numbers and names of the statement in the cited sentences (one more on each side), and the share of
 * its words that stand there. A rule sees no meaning, so it never speaks of truth.
 */
export function checkStatement(statement: Statement, evidence: readonly Evidence[]): Check {
  if (evidence.length === 0)
    return { result: "flagged", overlap: 0, problems: ["no source given"] };

  const scopes = evidence.map(({ passage, place }) => aroundQuote(passage.text, place));
  const scope = scopes.join("\n");
  const people = evidence.flatMap(({ title, passage }) => [
    passage.speaker ?? "",
    passage.locator ?? "",
    title,
  ]);
  const named = [scope, ...people].join("\n");
  const overlap = overlapOf(statement.text, scope);

  const problems = [
    ...missingNumbers(statement.text, scope).map(
      (number) => `the number ${number} is not in the cited passage`,
    ),
    ...missingNames(statement.text, named).map(
      (name) => `the name ${name} is not in the cited passage`,
    ),
    ...missingDates(statement.text, scope).map((date) => `${date} is not in the cited passage`),
    ...speakerProblem(statement, evidence),
    ...negationProblem(statement, evidence, overlap),
    ...(overlap < overlapMin
      ? [`${wordingProblem} ${overlap.toFixed(2)}: little of it is in the cited passage`]
      : []),
  ].slice(0, problemsMax);
  return problems.length > 0
    ? { result: "flagged", overlap, problems }
    : { result: "found", overlap };
}

/** Share of a statement's stems that occur in a text, 0 to 1, rounded to hundredths; 1 for a statement without any. */
export function overlapOf(statement: string, text: string): number {
  const held = new Set(stemsOf(text));
  const own = [...new Set(stemsOf(statement))];
  if (own.length === 0) return 1;
  return Math.round((100 * own.filter((stem) => held.has(stem)).length) / own.length) / 100;
}

function speakerProblem({ speaker }: Statement, evidence: readonly Evidence[]): string[] {
  const speakers = evidence.flatMap(({ passage }) => passage.speaker ?? []);
  if (speaker === null || speakers.length === 0 || speakers.includes(speaker)) return [];
  return [`the cited passage is by ${speakers[0]}, not by ${speaker}`];
}

/** Catches a `not` put in or left out where the rest is word for word; with other wording it cannot be told. */
function negationProblem(
  { text }: Statement,
  evidence: readonly Evidence[],
  overlap: number,
): string[] {
  if (overlap < sameWording) return [];
  const quotes = evidence.map(({ passage, place }) => passage.text.slice(place.start, place.end));
  const alike = quotes.filter((quote) => overlapOf(quote, text) >= sameWording);
  if (alike.length === 0 || alike.some((quote) => isNegated(quote) === isNegated(text))) return [];
  return [
    isNegated(text) ? "the cited sentence says it without “not”" : "the cited sentence says “not”",
  ];
}

/** True when a text holds an odd number of negations. */
export const isNegated = (text: string): boolean =>
  wordsOf(text).filter((word) =>
    /^(?:not|no|never|none|cannot|without|nobody|nothing|neither|nor)$|n't$/.test(word),
  ).length %
    2 ===
  1;
