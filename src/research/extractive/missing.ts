import type { Subtask } from "../../domain/plan.ts";
import type { Source } from "../../domain/source.ts";
import type { Body } from "./body.ts";
import { shorten } from "./clean.ts";
import type { Form } from "./request.ts";

/** Notes listed one by one; the rest is counted. */
const notesMax = 8;
const wordsListed = 6;
const partCharactersMax = 90;

const outlineCaveat = "This is an outline of quotes: running text needs a model, or you.";

type Known = {
  readonly form: Form;
  readonly body: Body;
  readonly notes: readonly string[];
  readonly sources: readonly Source[];
  /** Positions of sources that were not read to their end. */
  readonly cut: readonly number[];
  readonly tried: readonly Subtask[];
};

/** What the draft does not hold: unanswered parts, what could not be read, and the limits of quoting. */
export function missingFrom({ form, body, notes, sources, cut, tried }: Known): string[] {
  const empty = body.chapters.length === 0;
  // Where all came to nothing, the headline says so; each search need not say it again.
  const telling = empty ? notes.filter((note) => !isEmptySearch(note)) : notes;
  const all = [
    ...(empty ? triedWhat(sources, tried) : unanswered(body.unanswered)),
    ...telling.slice(0, notesMax),
    ...(telling.length > notesMax
      ? [`${telling.length - notesMax} more notes on reading are not listed.`]
      : []),
    ...cut.map(
      (position) =>
        `“${sources[position]?.title ?? "A source"}” is very long: only its beginning was considered.`,
    ),
    ...(form === "outline" && !empty ? [outlineCaveat] : []),
  ];
  return [...new Set(all)];
}

function unanswered(parts: readonly string[]): string[] {
  const words = parts.filter((part) => !part.includes(" "));
  const questions = parts.filter((part) => part.includes(" "));
  return [
    ...questions.map(
      (part) =>
        `No direct answer to “${shorten(part.replace(/[?.!\s]+$/, ""), partCharactersMax)}”.`,
    ),
    ...(words.length > 0
      ? [`The sources say nothing on: ${words.slice(0, wordsListed).join(", ")}.`]
      : []),
  ];
}

/** Each note of a search that found nothing; see `gather.ts`. */
const isEmptySearch = (note: string): boolean =>
  /^The (?:web search for “.*” found nothing|library has nothing on “.*”)\.$/s.test(note);

function triedWhat(sources: readonly Source[], tried: readonly Subtask[]): string[] {
  const types = new Set(tried.flatMap(({ queries }) => queries.map(({ type }) => type)));
  const places = [
    ...(types.has("library") ? ["the library"] : []),
    ...(types.has("web") ? ["the web"] : []),
  ];
  return [
    ...(sources.length > 0
      ? [`Read without a match: ${list(sources.map(({ title }) => `“${title}”`))}.`]
      : []),
    ...(places.length > 0 ? [`Searched: ${places.join(" and ")}.`] : []),
    ...(sources.length === 0 && places.length === 0 ? ["Nothing could be read."] : []),
  ];
}

function list(items: readonly string[]): string {
  const shown = items.slice(0, wordsListed);
  const more = items.length - shown.length;
  return more > 0 ? `${shown.join("; ")} and ${more} more` : shown.join("; ");
}
