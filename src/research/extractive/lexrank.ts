import { cosine, type Vector } from "./vectors.ts";

/** A graph grows with the square of its sentences; 500 keep the event loop free (about 20 ms). */
export const graphSentencesMax = 500;

const damping = 0.85;
const iterations = 30;
/** Below this cosine two sentences have nothing to do with each other. */
const edgeMin = 0.05;

/**
 * How central each sentence is among the others (Erkan and Radev's continuous LexRank), scaled so that the best has 1.
 * Give it at most `graphSentencesMax` vectors.
 */
export function lexrank(vectors: readonly Vector[]): number[] {
  const { neighbours, strengths, totals } = graphOf(vectors);
  const size = vectors.length;
  let ranks = new Float64Array(size).fill(1 / Math.max(1, size));
  for (let round = 0; round < iterations; round++) {
    const next = new Float64Array(size).fill((1 - damping) / Math.max(1, size));
    for (let i = 0; i < size; i++) {
      const share = (damping * (ranks[i] ?? 0)) / (totals[i] || 1);
      const near = neighbours[i] ?? [];
      const strength = strengths[i] ?? [];
      for (let k = 0; k < near.length; k++) {
        const j = near[k] ?? 0;
        next[j] = (next[j] ?? 0) + share * (strength[k] ?? 0);
      }
    }
    ranks = next;
  }
  return scaleToOne([...ranks]);
}

/** Scales scores so that the highest is 1; all zero stays all zero. */
export function scaleToOne(scores: readonly number[]): number[] {
  const top = scores.reduce((most, score) => Math.max(most, score), 0);
  return scores.map((score) => (top > 0 ? score / top : 0));
}

type Graph = { neighbours: number[][]; strengths: number[][]; totals: number[] };

function graphOf(vectors: readonly Vector[]): Graph {
  const neighbours = vectors.map((): number[] => []);
  const strengths = vectors.map((): number[] => []);
  const totals = vectors.map(() => 0);
  const connect = (from: number, to: number, strength: number): void => {
    neighbours[from]?.push(to);
    strengths[from]?.push(strength);
    totals[from] = (totals[from] ?? 0) + strength;
  };
  vectors.forEach((left, i) => {
    for (let j = i + 1; j < vectors.length; j++) {
      const right = vectors[j];
      const strength = right ? cosine(left, right) : 0;
      if (strength < edgeMin) continue;
      connect(i, j, strength);
      connect(j, i, strength);
    }
  });
  return { neighbours, strengths, totals };
}
