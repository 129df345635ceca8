import { dealOut, filled, type Body, type Chapter, type Lead } from "./body.ts";
import { roomBeside, roomFor } from "./budget.ts";
import { isDecision, isQuestion } from "./cues.ts";
import { isSameMessage, listedDecision, type ListedDecision } from "./decisions.ts";
import { openPoints } from "./open.ts";
import { pointsOf } from "./points.ts";
import type { Scope } from "./scope.ts";
import type { Shape } from "./shape.ts";
import { tasksIn } from "./tasks.ts";
import type { Unit } from "./units.ts";
import { cosine, vectorsOf } from "./vectors.ts";

/** A sentence longer than this is no crisp decision. In words. */
const crispWords = 45;

/** A conversation of so many sentences has more to say, in so many points. */
const longSentences = 60;
const longPoints = 7;

/** Sentences this alike say the same. */
const sameCosine = 0.7;

/** What a conversation comes to: what was decided, its main points, who does what, and what is open. */
export function bodyOfConversation(
  { all, units, bonus }: Pick<Scope, "all" | "units" | "bonus">,
  shape: Shape,
): Body {
  const room = roomFor(shape, units.length, units.length >= longSentences ? longPoints : undefined);
  const { label, heading, points: listed } = decisionIn(units);
  const tasks = distinct(tasksIn(units, listed, all));
  const open = distinct(openPoints(units, all, listed).filter((unit) => !isAmong(unit, tasks)));

  const [someDecided = [], someTasks = [], someOpen = []] = dealOut(
    [
      listed.slice(0, room.beside * listFactor),
      ...[tasks, open].map((list) => list.slice(0, room.beside)),
    ],
    roomBeside(room),
  );
  const beside = [...someDecided, ...someTasks, ...someOpen];
  const besideWords = beside.reduce((sum, { words }) => sum + words, 0);
  const points = pointsOf(
    units.filter((unit) => !isAmong(unit, beside) && !isAmong(unit, listed)),
    {
      words: Math.min(room.points.words, room.total.words - besideWords),
      sentences: Math.min(room.points.sentences, room.total.sentences - beside.length),
    },
    bonus,
  );
  const isWhole = someDecided.length > 0 && !Number.isFinite(room.total.sentences);
  const chapters: Chapter[] = filled([
    {
      name: "decisions",
      heading: "Decided",
      units:
        heading && isWhole
          ? [heading, ...inOrder(someDecided).map(bySameSpeaker)]
          : inOrder(someDecided),
    },
    { name: "points", heading: "Key points", units: points },
    { name: "tasks", heading: "Who does what", units: someTasks },
    { name: "questions", heading: "Open questions", units: someOpen },
  ]);
  return { chapters, lead: leadOf(label, someDecided, points, chapters, bonus), unanswered: [] };
}

/** Under a heading that says who decided, the points need not say it again. */
const bySameSpeaker = (unit: Unit): Unit => ({ ...unit, speaker: null });

/** Points of a decision that was written down as a list are shown in full: so many times the room of other parts. */
const listFactor = 2;

/** The decision written down as a list, or else the sentences that say that something is settled, newest first. */
function decisionIn(units: readonly Unit[]): Omit<ListedDecision, "heading"> & {
  readonly heading?: Unit | undefined;
} {
  const listed = listedDecision(units);
  if (listed) return listed;
  const crisp = units.filter(({ words }) => words <= crispWords);
  const points = distinct(crisp.filter(({ text }) => isDecision(text))).toReversed();
  return { label: "Decided", points };
}

/** True where another unit is this one, or quotes it among others. */
const isAmong = (unit: Unit, others: readonly Unit[]): boolean =>
  others.some(
    (other) =>
      other === unit ||
      (isSameMessage(other, unit) &&
        (other.order === unit.order ||
          (other.evidence ?? []).some(({ quote }) => quote === unit.quote))),
  );

/** The decision; without one, what the conversation is about. */
function leadOf(
  label: string,
  decided: readonly Unit[],
  points: readonly Unit[],
  chapters: readonly Chapter[],
  bonus: (unit: Unit) => number,
): Lead | undefined {
  const [decision] = decided;
  const offFocus = decision && bonus(decision) === 0 && points.some((unit) => bonus(unit) > 0);
  if (decision && !offFocus) return { unit: decision, label };
  const [best] = points.toSorted((a, b) => headlineWeight(b, bonus) - headlineWeight(a, bonus));
  const unit = best ?? chapters[0]?.units[0];
  return unit && { unit, label: null };
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
