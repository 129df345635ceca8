import { namesIn } from "../check/names.ts";
import { isSpokenNoise, pointsBack } from "./cues.ts";
import { holds } from "./kin.ts";
import { contentWords } from "./queries.ts";
import type { Unit } from "./units.ts";
import { stemOf, stemsOf } from "./words.ts";

/** A word that only the heading above a sentence has counts half. */
const titleShare = 0.5;

/** Share of the asked stems in a unit, each weighed by how rare it is among the units. */
export function coverageBy(
  units: readonly Unit[],
  asked: readonly string[],
): (unit: Unit) => number {
  const weights = asked.map((stem) => {
    const n = units.filter(({ indexed }) => holds(indexed, stem)).length;
    // A word that no source knows still was asked for, but cannot tell sentences apart.
    return n === 0 ? 0.5 : Math.log(1 + units.length / n);
  });
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  return ({ indexed, titled = [] }) => {
    const sum = asked.reduce((score, stem, i) => {
      const share = holds(indexed, stem) ? 1 : holds(titled, stem) ? titleShare : 0;
      return score + share * (weights[i] ?? 0);
    }, 0);
    return total > 0 ? sum / total : 0;
  };
}

/** `What is X?` is best answered by `X is …`. */
export function definitionBonus(question: string): (unit: Unit) => number {
  const asked =
    /^\W*(?:what(?:'s| is| are| was)|who(?:'s| is| was))\s+(?:an? |the )?(.+?)\W*$/i.exec(
      question,
    )?.[1];
  const stems = asked === undefined ? [] : contentWords(asked).map(stemOf);
  if (stems.length === 0 || stems.length > 4) return () => 0;
  return ({ text }) => {
    const [before, after] = text.split(/\b(?:is|are|was|were|refers to|means|stands for)\b/i);
    const own = new Set(stemsOf(before ?? ""));
    return after !== undefined && stems.every((stem) => own.has(stem)) ? 0.4 : 0;
  };
}

/** Long sentences, and in written text those torn off before their end, read badly as an answer. */
export const awkward = ({ text, words, conversation, row }: Unit): number =>
  (isSpokenNoise(text) ? 0.2 : 0) +
  (words > 35 ? 0.2 : 0) +
  ((text.match(/;/g)?.length ?? 0) > 2 ? 0.4 : 0) +
  (pointsBack(text) ? 0.15 : 0) +
  (!conversation && !row && !/[.!?…]["'”’)\]]*$/.test(text) ? 0.3 : 0);

/** Names of the question that stand nowhere in what was read; other words may well be said otherwise. */
export function namesWithout(question: string, units: readonly Unit[]): string[] {
  const held = new Set(units.flatMap(({ indexed }) => indexed));
  return namesIn(question).filter((name) => !stemsOf(name).every((stem) => held.has(stem)));
}
