import { hasFigure, isArgument, isQuestion, pointsBack } from "./cues.ts";
import { composed, isSameMessage } from "./decisions.ts";
import { gistOf } from "./gist.ts";
import type { Budget } from "./pick.ts";
import type { Unit } from "./units.ts";

/** Arguments and figures are what a reader asks for next; a question is better told by its answers. */
export function pointsOf(
  units: readonly Unit[],
  budget: Budget,
  bonus: (unit: Unit) => number,
): Unit[] {
  const said = units.filter(({ text }) => !isQuestion(text));
  const own = said.length >= statementsMin ? said : units;
  return gistOf(
    own.map((unit, i) => ledIn(unit, own[i + 1])),
    budget,
    undefined,
    (unit) => bonus(unit) + weightOf(unit.text) - (unit.words < fullWords ? 0.3 : 0),
  );
}

/** `Now the objection from finance.` says nothing without the sentence that it leads to. */
function ledIn(unit: Unit, next: Unit | undefined): Unit {
  const leads = unit.words <= leadWords && isArgument(unit.text);
  return leads && next && isSameMessage(unit, next) && next.sentence === unit.sentence + 1
    ? composed(unit, "joined", [unit.quote, next.quote], unit.speaker)
    : unit;
}

/** A shorter sentence of an argument only names it. */
const leadWords = 6;

/** A shorter sentence lives off those around it. */
const fullWords = 8;

/** With fewer statements than these, the questions are what was said. */
const statementsMin = 3;

const weightOf = (text: string): number =>
  (hasFigure(text) ? 0.3 : 0) +
  (isArgument(text) ? 0.3 : 0) -
  (pointsBack(text) ? 0.4 : 0) -
  (/\bwould like\b/i.test(text) ? 0.3 : 0);
