import { bm25, type Query } from "./bm25.ts";
import { lexrank, scaleToOne } from "./lexrank.ts";
import { pick, type Budget } from "./pick.ts";
import type { Unit } from "./units.ts";
import { vectorsOf } from "./vectors.ts";

/** Sentences in a window, how far the next one starts after it, and how many of the best are pooled. */
const window = { size: 14, stride: 4, best: 4 } as const;

/** What a hit by BM25 counts beside centrality (both scaled to 1). */
const hitWeight = 0.8;
const likenessPenalty = 0.5;

/** A short sentence in words that is passed over when picking for a question. */
const wordsMin = 5;

/**
 * Where a long text speaks about a query: the units of its best windows of neighbouring sentences, in reading order.
 * A window counts Σ BM25 × (1 + distinct query terms in it), so that places where the terms meet win over repeats of
 * one. Empty where no term occurs.
 */
export function bestWindows(
  units: readonly Unit[],
  query: Query,
  best: number = window.best,
): Unit[] {
  const texts = units.map(({ indexed }) => indexed);
  const hits = bm25(texts, query);
  const scored: { start: number; score: number }[] = [];
  for (
    let start = 0;
    start === 0 || start + window.size < units.length + window.stride;
    start += window.stride
  ) {
    const end = Math.min(units.length, start + window.size);
    const terms = new Set<string>();
    let sum = 0;
    for (let i = start; i < end; i++) {
      sum += hits[i] ?? 0;
      for (const stem of texts[i] ?? []) if (query.has(stem)) terms.add(stem);
    }
    if (sum > 0) scored.push({ start, score: sum * (1 + terms.size) });
  }
  const pooled = new Set<number>();
  for (const { start } of scored.toSorted((a, b) => b.score - a.score).slice(0, best))
    for (let i = start; i < Math.min(units.length, start + window.size); i++) pooled.add(i);
  return units.filter((_, i) => pooled.has(i));
}

/** What a pool of units says about a query, best first: central in the pool and hit by the query, without repeats. */
export function answerFrom(
  pool: readonly Unit[],
  query: Query,
  budget: Budget,
  cost: (unit: Unit) => number = (unit) => unit.words,
): Unit[] {
  const long = pool.filter(({ words }) => words >= wordsMin);
  const units = long.length > 0 ? long : pool;
  const vectors = vectorsOf(units.map((unit) => unit.stems));
  const central = lexrank(vectors);
  const hits = scaleToOne(
    bm25(
      units.map(({ indexed }) => indexed),
      query,
    ),
  );
  const scores = scaleToOne(units.map((_, i) => (central[i] ?? 0) + hitWeight * (hits[i] ?? 0)));
  const candidates = units.map((unit, i) => ({
    score: scores[i] ?? 0,
    cost: cost(unit),
    vector: vectors[i] ?? { terms: new Int32Array(), weights: new Float64Array() },
  }));
  return pick(candidates, budget, likenessPenalty).flatMap((position) => units[position] ?? []);
}
