import { graphSentencesMax, lexrank, scaleToOne } from "./lexrank.ts";
import { centralMost } from "./central.ts";
import { isQuestion, isSpokenNoise } from "./cues.ts";
import { pick, type Budget } from "./pick.ts";
import type { Unit } from "./units.ts";
import { vectorsOf } from "./vectors.ts";

/** Sentences outside these lengths, in words, are passed over unless nothing else is there. */
export const lengths = { least: 4, most: 30 } as const;

const likenessPenalty = 0.4;

/** Words with which threads settle, ask and plan. */
const cues =
  /\b(?:decid\w*|decision|agree\w*|propos\w*|suggest\w*|should|must|need to|plan\w*|because|issue|problem|question|deadline|therefore|conclu\w*|consensus|resol\w+|recommend\w*|prefer\w*|action item|next step)\b/i;

/**
 * What a conversation or document says in short, in reading order. LexRank alone does no better than the first sentences of a
 * thread; together with where a sentence stands it does: early in its message, and in the opening message.
 */
export function gistOf(
  units: readonly Unit[],
  budget: Budget,
  cost: (unit: Unit) => number = (unit) => unit.words,
  bonus: (unit: Unit) => number = () => 0,
): Unit[] {
  const pool = centralMost(readable(units), graphSentencesMax);
  const vectors = vectorsOf(pool.map((unit) => unit.stems));
  const central = lexrank(vectors);
  const scores = scaleToOne(
    pool.map(
      (unit, i) => 0.5 * (central[i] ?? 0) + placeScore(unit) + cueScore(unit) + bonus(unit),
    ),
  );
  const candidates = pool.map((unit, i) => ({
    score: scores[i] ?? 0,
    cost: cost(unit),
    vector: vectors[i] ?? { terms: new Int32Array(), weights: new Float64Array() },
  }));
  return pick(candidates, budget, likenessPenalty)
    .flatMap((position) => pool[position] ?? [])
    .toSorted((a, b) => a.order - b.order);
}

/** Sentences of a readable length; all of them where none has one. */
export function readable(units: readonly Unit[]): readonly Unit[] {
  const fitting = units.filter(({ words }) => words >= lengths.least && words <= lengths.most);
  return fitting.length > 0 ? fitting : units;
}

function placeScore({ sentence, passage }: Unit): number {
  const early = 0.6 * Math.exp(-sentence / 2);
  return passage === 0 ? early + 0.8 * Math.exp(-sentence / 3) : early;
}

function cueScore({ text, words, passage }: Unit): number {
  const poor =
    (words < 6 ? 0.3 : 0) + (/:\s*$/.test(text) ? 0.3 : 0) + (isSpokenNoise(text) ? 0.2 : 0);
  // The opening may ask what all the rest answers; later questions are better told by their answers.
  const asks = passage > 0 && isQuestion(text) ? 0.2 : 0;
  return (cues.test(text) ? 0.1 : 0) - poor - asks;
}
