import type { Source } from "../../domain/source.ts";
import type { Brief } from "../engine.ts";
import { capitalize } from "./clean.ts";
import { topicStems } from "./topic.ts";
import { isConversation } from "./units.ts";

/** What sort of text a request wants: about a conversation, about documents, an answer, or an outline to write from. */
export type Form = "thread" | "document" | "question" | "outline";

/** One of the things asked for: a question of several, or a side of a comparison. */
export type Part = {
  readonly heading: string;
  /** What it is about, in words to search by. */
  readonly text: string;
  /** Its own words where `text` says more (`why`). */
  readonly asks?: string;
};

/** Parts that are answered one by one; further ones go together into the last. */
const partsMax = 4;
const headingCharactersMax = 80;

const questionStart =
  /^(?:@\S+\s+)?(?:what|which|who|whose|when|where|why|how|is|are|was|were|does|do|did|has|have|can|could|should|will|would)\b/i;
const asksForSum =
  /\b(?:summar\w+|recap|tl;?dr|catch (?:me|us) up|sum up|overview of (?:this|the) (?:thread|channel|file|document|page))\b/i;
const settledOrOpen =
  /\b(?:what (?:did|have|has|was|were|is|are) (?:we|they|been|the team|it|still)? ?(?:decide\w*|agree\w*|open|discuss\w*|happen\w*|left)|who (?:does|is doing|will do) what|action items|next steps)\b/i;

/** True for requests to be answered, rather than for a text to be summed up. */
export const isQuestionRequest = ({
  kind,
  question,
}: Pick<Brief, "kind" | "question">): boolean => {
  if (asksForSum.test(question)) return false;
  if (kind === "research" || kind === "workflow") return true;
  const asks = questionStart.test(question.trim()) || question.trim().endsWith("?");
  return asks && topicStems(question).length > 0;
};

/** Chooses the form of a draft from the request and from what was read. */
export function formOf(brief: Brief, sources: readonly Source[]): Form {
  if (brief.kind === "draft") return "outline";
  const talks = sources.filter(isConversation).length;
  if (talks > 0 && asksWhatWasSettled(brief)) return "thread";
  const aboutGiven = brief.given.length > 0 && talks > 0 && talks * 2 >= sources.length;
  if (aboutGiven && topicStems(brief.question).length === 0) return "thread";
  if (isQuestionRequest(brief)) return "question";
  return talks * 2 >= sources.length && talks > 0 ? "thread" : "document";
}

/** `What did we decide?`, asked about what was given to read. */
export const asksWhatWasSettled = ({ given, question }: Brief): boolean =>
  given.some(({ type }) => type === "thread" || type === "channel") && settledOrOpen.test(question);

/** The questions of a request, or the sides of its comparison; the request itself where it is only one thing. */
export function partsOf(question: string): Part[] {
  const sides = sidesOf(question);
  if (sides.length > 1) return sides;
  const whole = question
    .split(/(?<=\?)\s+|\n+/)
    .map((text) => text.trim().replace(/^(?:and|also)\s+/i, ""))
    .filter((text) => text.endsWith("?") && topicStems(text).length > 0);
  const questions = whole.length < 2 ? aspectsOf(question) : whole;
  if (questions.length < 2) return [{ heading: question, text: question }];
  // "How much is it?" means what the first question is about.
  const about = topicStems(questions[0] ?? "").length;
  return questions.slice(0, partsMax).map((text, i) => ({
    heading: capitalize(clip(text)),
    asks: text,
    text: i > 0 && about > 0 && topicStems(text).length < 2 ? `${text} ${questions[0]}` : text,
  }));
}

/** `how many … and why?` asks two things. */
function aspectsOf(question: string): string[] {
  const aspects = question
    .replace(/[?.!\s]+$/, "")
    .split(
      /,?\s+(?:and|or)\s+(?=(?:why|how (?:many|much|long|often)|when|where|who|what|which|since when|until when)\b)/i,
    )
    .map((text) => text.trim());
  const [first = "", ...others] = aspects;
  return others.length > 0 && questionStart.test(first) && topicStems(first).length > 0
    ? aspects
    : [];
}

const versus = /\s+(?:vs\.?|versus)\s+/i;
const compareList =
  /\b(?:compare|comparison (?:of|between)|difference between|choose between|pros and cons of)\s+(.+?)(?:\s+(?:for|in terms of|regarding|when|in|as|on)\s+(.+))?[.?!]*$/i;

/** `A vs B for X` and `compare A, B and C for X`: each side with what is asked about it. */
export function sidesOf(question: string): Part[] {
  const compared = compareList.exec(question);
  const split = compared
    ? (compared[1] ?? "").split(
        /\s*,\s*(?:and\s+|or\s+)?|\s+(?:and|or|with|to)\s+|\s+(?:vs\.?|versus)\s+/i,
      )
    : [];
  if (split.length > 1)
    return split.slice(0, partsMax).map((side) => sideOf(side, compared?.[2] ?? ""));

  const [before, after] = question.split(versus);
  if (before === undefined || after === undefined) return [];
  const [, right = after, about = ""] =
    /^(.+?)\s+(?:for|in terms of|regarding|when|in|as|on)\s+(.+?)[.?!]*$/i.exec(after) ?? [];
  const left = before.replace(
    /^.*\b(?:is|are|of|on|use|about|research|between|compare|prefer|should we use)\s+/i,
    "",
  );
  return [sideOf(left, about), sideOf(right.replace(/[.?!]+$/, ""), about)];
}

/** Whoever compares wants prices, and a price list seldom repeats its own name: words to look for beside the names. */
export const besideSides = (question: string): readonly string[] =>
  sidesOf(question).length > 1 ? ["price", "plan"] : [];

function sideOf(side: string, about: string): Part {
  const name = side
    .trim()
    .replace(/^(?:the|a|an)\s+/i, "")
    .replace(/[.?!:]+$/, "");
  return { heading: clip(name), text: `${name} ${about}`.trim() };
}

const clip = (text: string): string =>
  text.length <= headingCharactersMax ? text : `${text.slice(0, headingCharactersMax - 1)}…`;
