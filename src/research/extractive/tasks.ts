import { isTask } from "./cues.ts";
import { composed, isSameMessage, ownedIn } from "./decisions.ts";
import type { Unit } from "./units.ts";

/** A longer sentence is no crisp task. In words. */
const taskWords = 45;
/** `I will do it this week` says nothing without the sentence before it. In words. */
const bareWords = 8;
/** Rare words that a later message must share to tell that something was asked or looked up as promised. */
const doneWords = 2;
/** A word in more sentences than these is not rare. */
const rareMost = 4;

/** Who does what: the owners that a decision names first, then what people undertook and did not yet report on. */
export function tasksIn(
  units: readonly Unit[],
  decided: readonly Unit[],
  all: readonly Unit[],
): Unit[] {
  const owned = decided.flatMap((point) => ownedIn(point) ?? []);
  const own = units.filter(
    (unit) => unit.words <= taskWords && isTask(unit.text) && !decided.includes(unit),
  );
  const joined = own.map((unit) => withWhat(unit, all));
  // What a joined task has taken in is not said twice.
  const taken = joined.flatMap(({ evidence = [] }) => evidence.map(({ quote }) => quote));
  const open = joined.filter(
    (unit) => (unit.evidence || !taken.includes(unit.quote)) && !isDone(unit, all),
  );
  return [...owned, ...open];
}

/** A promise that only points (`I will do it`) with the sentence it points to. */
function withWhat(unit: Unit, all: readonly Unit[]): Unit {
  const before = all.find(
    (other) => isSameMessage(other, unit) && other.sentence === unit.sentence - 1,
  );
  const points = /\b(?:it|this|that)\b/i.test(unit.text) && unit.words <= bareWords;
  return before && points
    ? composed(unit, "joined", [before.quote, unit.quote], unit.speaker)
    : unit;
}

/** Somebody who promised to ask has reported back: a later message of theirs speaks of the same. */
function isDone(unit: Unit, all: readonly Unit[]): boolean {
  if (!/\b(?:ask|check|find out|look into|confirm|investigate)\b/i.test(unit.text)) return false;
  const rare = [...new Set(unit.stems)].filter(
    (stem) => all.filter(({ stems }) => stems.includes(stem)).length <= rareMost,
  );
  return all.some(
    (later) =>
      later.passage > unit.passage &&
      later.source === unit.source &&
      later.speaker === unit.speaker &&
      rare.filter((stem) => later.stems.includes(stem)).length >= doneWords,
  );
}
