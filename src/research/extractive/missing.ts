import type { Source } from "../../domain/source.ts";
import type { Body } from "./body.ts";
import type { Form } from "./request.ts";

/** Notes listed one by one; the rest is counted. */
const notesMax = 8;
const wordsListed = 6;

/** Always said: what this engine does not do. */
export const caveat =
  "Sentences stand as their sources have them: no model has weighed or reworded them.";
const outlineCaveat =
  "This is an outline of cited sentences. Composing running text needs a model; use it as material for your own.";

type Known = {
  readonly form: Form;
  readonly body: Body;
  readonly notes: readonly string[];
  readonly sources: readonly Source[];
  /** Positions of sources that were not read to their end. */
  readonly cut: readonly number[];
  readonly tried: readonly string[];
};

/** What the draft does not hold: unanswered parts, what could not be read, and the limits of quoting. */
export function missingFrom({ form, body, notes, sources, cut, tried }: Known): string[] {
  const empty = body.chapters.length === 0;
  const all = [
    ...(empty ? triedWhat(sources, tried) : unanswered(body.unanswered)),
    ...notes.slice(0, notesMax),
    ...(notes.length > notesMax
      ? [`${notes.length - notesMax} more notes on reading are not listed.`]
      : []),
    ...cut.map(
      (position) =>
        `“${sources[position]?.title ?? "A source"}” is very long: only its beginning was considered.`,
    ),
    ...(form === "outline" && !empty ? [outlineCaveat] : []),
    ...(empty ? [] : [caveat]),
  ];
  return [...new Set(all)];
}

function unanswered(parts: readonly string[]): string[] {
  const words = parts.filter((part) => !part.includes(" "));
  const questions = parts.filter((part) => part.includes(" "));
  return [
    ...questions.map((part) => `No sentence in the sources answers this directly: “${part}”`),
    ...(words.length > 0
      ? [`The sources say nothing on: ${words.slice(0, wordsListed).join(", ")}.`]
      : []),
  ];
}

function triedWhat(sources: readonly Source[], tried: readonly string[]): string[] {
  const read =
    sources.length === 0
      ? "Nothing could be read"
      : `Read without a match: ${list(sources.map(({ title }) => `“${title}”`))}`;
  return [`${read}.`, ...(tried.length > 0 ? [`Tried: ${list(tried)}.`] : [])];
}

function list(items: readonly string[]): string {
  const shown = items.slice(0, wordsListed);
  const more = items.length - shown.length;
  return more > 0 ? `${shown.join("; ")} and ${more} more` : shown.join("; ");
}
