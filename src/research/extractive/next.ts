import type { Source } from "../../domain/source.ts";
import type { Brief } from "../engine.ts";
import type { Body } from "./body.ts";
import { shorten } from "./clean.ts";
import type { Disagreement } from "./disagree.ts";
import { isQuestion } from "./cues.ts";
import type { Form } from "./request.ts";
import type { Unit } from "./units.ts";

/** More suggestions than these are not read. */
const suggestionsMax = 3;
const quoteCharactersMax = 110;

/** What a person might do now, the most useful first. */
export function nextSteps(
  brief: Brief,
  form: Form,
  body: Body,
  sources: readonly Source[],
  differing: readonly Disagreement[],
): string[] {
  const steps =
    body.chapters.length === 0
      ? afterNothing(brief)
      : afterSomething(brief, form, body, sources, differing);
  return (steps.length > 0 ? steps : readAround(body, sources)).slice(0, suggestionsMax);
}

const toAnswer = ({ text, speaker }: Unit): string =>
  isQuestion(text)
    ? `Answer ${speaker ? `${speaker}’s question` : "the question"}: “${whole(text)}”`
    : `Settle what ${speaker ?? "the conversation"} left open: “${whole(text.replace(/^(?:still )?open[^:]{0,20}: /i, ""))}”`;

/** Whoever a decision names as owner is asked, not the one who wrote it down. */
function toCheck({ text, speaker }: Unit): string {
  const [, owner, what] = /^@([^:]{2,60}): (.+)$/s.exec(text) ?? [];
  const who = owner ?? speaker;
  return `Check back ${who ? `with ${who} ` : ""}on: “${whole(what ?? text)}”`;
}

/** As much as fits, in whole sentences where there are some. */
function whole(text: string): string {
  const [first = text] = text.split(/(?<=[.!?]) (?=\p{Lu})/u);
  return shorten(
    (text.length <= quoteCharactersMax ? text : first).replace(/[.]$/, ""),
    quoteCharactersMax,
  );
}

/** Nothing is open: then the first quote in its place is the best check. */
function readAround({ lead }: Body, sources: readonly Source[]): string[] {
  if (!lead) return [];
  const { source, speaker } = lead.unit;
  return speaker === null
    ? [
        `Open “${shorten(sources[source]?.title ?? "the source", quoteCharactersMax)}” and read around the first quote.`,
      ]
    : [`Have ${speaker} confirm it, whose words the draft opens with.`];
}

function afterNothing({ searchable, given }: Brief): string[] {
  return [
    given.length > 0
      ? "Check that the link, file or channel is the right one and that Legwork may read it."
      : "Name something to read: a link, a file or a channel.",
    ...(searchable.web
      ? ["Ask again in other words, or with a name or a year."]
      : ["Web search is not available here: add links to pages that may have the answer."]),
    ...(searchable.library ? [] : ["Upload a document that covers it."]),
  ];
}

function afterSomething(
  { kind, searchable }: Brief,
  form: Form,
  body: Body,
  sources: readonly Source[],
  differing: readonly Disagreement[],
): string[] {
  const questions = body.chapters.find(({ name }) => name === "questions")?.units ?? [];
  const decided = body.chapters.some(({ name }) => name === "decisions");
  const tasks = body.chapters.find(({ name }) => name === "tasks")?.units ?? [];
  const cited = new Set(body.chapters.flatMap(({ units }) => units.map(({ source }) => source)));
  return [
    ...questions
      .filter(({ text }) => !isQuestion(text))
      .slice(0, 1)
      .map(toAnswer),
    ...differing
      .filter(({ named, about }) => !named && about !== "yes or no")
      .slice(0, 1)
      .map(({ about, on }) => `Settle which holds: ${about}${on === "" ? "" : ` (${on})`}.`),
    ...questions
      .filter(({ text }) => isQuestion(text))
      .slice(0, 2)
      .map(toAnswer),
    ...(form === "outline" ? ["Put the outline into your own words before you send it."] : []),
    ...(form === "question" && body.unanswered.length > 0
      ? [
          searchable.web || searchable.library
            ? "Reply “more sources” to search further, or add a link."
            : "Add a link or a file that covers what is missing.",
        ]
      : []),
    ...(form === "thread" && decided && tasks.length === 0
      ? ["Name who carries out what was decided, and by when."]
      : []),
    ...(form === "thread" && !decided && questions.length === 0 && sources.length === 1
      ? ["Ask for a decision: the conversation shows none in so many words."]
      : []),
    ...(kind === "research" &&
    form === "question" &&
    cited.size === 1 &&
    [...cited].every((position) => sources[position]?.type === "page")
      ? ["Look for a second source: all of this rests on one."]
      : []),
    ...(form === "thread" ? tasks.slice(0, 1).map(toCheck) : []),
    ...(form === "document"
      ? ["Ask a question about it to go deeper: “what does it say about …?”"]
      : []),
  ];
}
