import { dealOut, filled, type Body, type Chapter, type Lead } from "./body.ts";
import { roomBeside, roomFor } from "./budget.ts";
import {
  asksForDetail,
  isDecision,
  isQuestion,
  isTask,
  startsAsAnswer,
  startsAsDetail,
} from "./cues.ts";
import { gistOf } from "./gist.ts";
import type { Scope } from "./scope.ts";
import type { Shape } from "./shape.ts";
import type { Unit } from "./units.ts";
import { cosine, vectorsOf } from "./vectors.ts";

/** A sentence longer than this is no crisp decision, task or question. In words. */
const crispWords = 45;
const questionWordsMin = 4;

/** How many later messages are looked through for an answer. */
const answerWithin = 4;

/** Sentences this alike say the same. */
const sameCosine = 0.7;

/** What a conversation comes to: what was decided, its main points, who does what, and what is open. */
export function bodyOfConversation(
  { all, units, bonus }: Pick<Scope, "all" | "units" | "bonus">,
  shape: Shape,
): Body {
  const room = roomFor(shape, units.length);
  const crisp = units.filter(({ words }) => words <= crispWords);
  const decided = distinct(crisp.filter(({ text }) => isDecision(text))).toReversed();
  const tasks = distinct(crisp.filter((unit) => isTask(unit.text) && !decided.includes(unit)));
  const open = distinct(openQuestions(units, all).filter((unit) => !tasks.includes(unit)));

  const [someDecided = [], someTasks = [], someOpen = []] = dealOut(
    [decided, tasks, open].map((list) => list.slice(0, room.beside)),
    roomBeside(room),
  );
  const beside = new Set([...someDecided, ...someTasks, ...someOpen]);
  const besideWords = [...beside].reduce((sum, { words }) => sum + words, 0);
  const points = gistOf(
    units.filter((unit) => !beside.has(unit)),
    {
      words: Math.min(room.points.words, room.total.words - besideWords),
      sentences: Math.min(room.points.sentences, room.total.sentences - beside.size),
    },
    undefined,
    bonus,
  );
  const chapters: Chapter[] = filled([
    { name: "decisions", heading: "Decided", units: inOrder(someDecided) },
    { name: "points", heading: "Key points", units: points },
    { name: "tasks", heading: "Who does what", units: inOrder(someTasks) },
    { name: "questions", heading: "Open questions", units: inOrder(someOpen) },
  ]);
  return { chapters, lead: leadOf(someDecided, points, chapters, bonus), unanswered: [] };
}

/** The newest decision; without one, what the conversation is about. */
function leadOf(
  decided: readonly Unit[],
  points: readonly Unit[],
  chapters: readonly Chapter[],
  bonus: (unit: Unit) => number,
): Lead | undefined {
  const [decision] = decided;
  const offFocus = decision && bonus(decision) === 0 && points.some((unit) => bonus(unit) > 0);
  if (decision && !offFocus) return { unit: decision, label: "Decided" };
  const [best] = points.toSorted((a, b) => headlineWeight(b, bonus) - headlineWeight(a, bonus));
  const unit = best ?? chapters[0]?.units[0];
  return unit && { unit, label: null };
}

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
    if (!isQuestion(text) || words < questionWordsMin || words > crispWords) return false;
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
  }
  const shared = new Set(unit.stems.filter((stem) => question.stems.includes(stem)));
  // A word that stands only in question and answer ties them together; commoner ones must be two.
  return shared.size >= 2 || [...shared].some((stem) => (spread.get(stem) ?? 0) <= 2);
}

/** Without sentences that repeat an earlier one. */
export function distinct(units: readonly Unit[]): Unit[] {
  const vectors = vectorsOf(units.map(({ stems }) => stems));
  const kept: number[] = [];
  units.forEach((_, i) => {
    const own = vectors[i];
    const repeats = kept.some((j) => {
      const other = vectors[j];
      return own && other ? cosine(own, other) >= sameCosine : false;
    });
    if (!repeats) kept.push(i);
  });
  return kept.flatMap((i) => units[i] ?? []);
}

/** The opening says what it is about; a question or a colon at the end makes a poor headline. */
function headlineWeight(unit: Unit, bonus: (unit: Unit) => number): number {
  const place = Math.exp(-unit.passage / 4) + 0.3 * Math.exp(-unit.sentence);
  const poor =
    (isQuestion(unit.text) ? 0.3 : 0) +
    (unit.text.endsWith(":") ? 0.6 : 0) +
    (unit.words < 6 ? 0.6 : 0);
  return place - poor + bonus(unit);
}

const inOrder = (units: readonly Unit[]): Unit[] => units.toSorted((a, b) => a.order - b.order);
