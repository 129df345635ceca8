import { asksForDetail, isQuestion, startsAsAnswer, startsAsDetail } from "./cues.ts";
import { composed, isSameMessage, trimmed } from "./decisions.ts";
import type { Unit } from "./units.ts";
import { wordCount } from "./words.ts";

/** A question longer than this is no crisp one, and a shorter one says nothing by itself. In words. */
const questionWords = { least: 4, most: 45 } as const;

/** How many later messages are looked through for an answer. */
const answerWithin = 4;

/** A reply this short answers the question before it, whatever its words. */
const ellipsisWords = 4;

/** What a conversation leaves open: points called open, things nobody could say, and questions nobody took up. */
export function openPoints(
  units: readonly Unit[],
  all: readonly Unit[],
  decided: readonly Unit[],
): Unit[] {
  const named = units
    .filter(({ text }) => isCalledOpen(text))
    .map((unit) => withDeadline(unit, all));
  const unsaid = units.filter(({ text, words }) => isUnsaid(text) && words <= questionWords.most);
  const settled = decided.length > 0;
  const asked = openQuestions(units, all).filter(
    (unit) =>
      // What the thread was opened to decide is decided; a question beside an open point says the same again.
      !(settled && unit.passage === 0) && !named.some((point) => isSameMessage(point, unit)),
  );
  return [...named, ...[...unsaid, ...asked].toSorted((a, b) => a.order - b.order)];
}

const calledOpen =
  /\b(?:(?:still|left|remains?|stays?|kept) open|open (?:on purpose|points?|questions?|issues?)|(?:yet )?to be (?:decided|settled|clarified)|tbd|undecided)\b/i;

const isCalledOpen = (text: string): boolean =>
  calledOpen.test(text) && !isQuestion(text) && wordCount(text) >= questionWords.least;

const isUnsaid = (text: string): boolean =>
  /\b(?:cannot|can't|can not) (?:say|tell|explain|judge)\b|\b(?:don't|do not) know (?:yet|whether|if|how|why|what|who)\b|\bnobody knows\b/i.test(
    text,
  ) && !isQuestion(text);

/** An open point with the sentence of its message that says until when. */
function withDeadline(unit: Unit, all: readonly Unit[]): Unit {
  const lead = /^(?:noted|ok(?:ay)?|right|yes|agreed)\b[,.]?\s+(?:and|but)\s+/i.exec(unit.quote);
  const point = trimmed(unit, unit.quote.slice(lead?.[0].length ?? 0));
  const until = all.find(
    (other) =>
      isSameMessage(other, unit) &&
      other.order > unit.order &&
      /\b(?:by|until|before) (?:\d|the \d|end|\p{Lu}\p{Ll}+day|tomorrow|next)/u.test(other.text),
  );
  if (!until) return point;
  return composed(unit, "joined", [point.quote, until.quote], unit.speaker);
}

/** Talk about the talk itself, and courtesy, leave nothing open. */
const isMeta = (text: string): boolean =>
  /\blegwork\b|^(?:may|can|could|shall) (?:i|we) (?:ask|suggest|add|say)\b|\b(?:does that make sense|any (?:questions|objections|thoughts)|what do you (?:all )?think)\b/i.test(
    text,
  );

/**
 * Questions that nobody took up: no other person's next messages share rare words with them or start as an answer does.
 */
export function openQuestions(units: readonly Unit[], all: readonly Unit[] = units): Unit[] {
  const spread = new Map<string, number>();
  for (const { stems } of all)
    for (const stem of new Set(stems)) spread.set(stem, (spread.get(stem) ?? 0) + 1);
  const messages = Map.groupBy(all, ({ source, passage }) => `${source}:${passage}`);

  return units.filter((question) => {
    const { text, words, source, passage } = question;
    if (!isQuestion(text) || isMeta(text)) return false;
    if (words < questionWords.least || words > questionWords.most) return false;
    for (let next = passage + 1; next <= passage + answerWithin; next++) {
      const reply = messages.get(`${source}:${next}`) ?? [];
      if (reply.some((unit) => answers(unit, question, spread))) return false;
    }
    return true;
  });
}

function answers(unit: Unit, question: Unit, spread: ReadonlyMap<string, number>): boolean {
  if (unit.speaker === question.speaker && unit.speaker !== null) return false;
  if (isQuestion(unit.text)) return false;
  const isNext = unit.passage === question.passage + 1;
  if (isNext && unit.sentence === 0) {
    if (startsAsAnswer(unit.text)) return true;
    if (asksForDetail(question.text) && startsAsDetail(unit.text)) return true;
    if (asksForDetail(question.text) && unit.words <= ellipsisWords) return true;
  }
  const shared = new Set(unit.stems.filter((stem) => question.stems.includes(stem)));
  // A word that stands only in question and answer ties them together; commoner ones must be two.
  return shared.size >= 2 || [...shared].some((stem) => (spread.get(stem) ?? 0) <= 2);
}
