import { bm25, type Query } from "./bm25.ts";
import type { Budget } from "./pick.ts";
import type { Unit } from "./units.ts";
import { cosine, vectorsOf } from "./vectors.ts";

/** A sentence this like one already picked says the same. */
const sameCosine = 0.6;
const wordsMin = 5;
const enough = 0.9;
const tooMuch = 1.15;

/**
 * What several sources say about a query: the best sentence of each in turn, sources in the order of their best hit, so
 * that no source drowns the others. Best first.
 */
export function takeTurnsBySource(
  pool: readonly Unit[],
  query: Query,
  budget: Budget,
  cost: (unit: Unit) => number = (unit) => unit.words,
): Unit[] {
  const units = pool.filter(({ words }) => words >= wordsMin);
  const vectors = vectorsOf(units.map((unit) => unit.stems));
  const hits = bm25(
    units.map(({ indexed }) => indexed),
    query,
  );
  const queues = queueBySource(units, hits);
  const picked: number[] = [];
  let words = 0;

  while (queues.some((queue) => queue.length > 0)) {
    for (const queue of queues) {
      if (words >= budget.words * enough || picked.length >= budget.sentences)
        return picked.flatMap((i) => units[i] ?? []);
      const next = takeNext(queue, (i) => {
        const unit = units[i];
        const vector = vectors[i];
        if (!unit || !vector || words + cost(unit) > budget.words * tooMuch) return false;
        return picked.every((j) => cosine(vectors[j] ?? vector, vector) < sameCosine);
      });
      const unit = next === undefined ? undefined : units[next];
      if (next === undefined || !unit) continue;
      picked.push(next);
      words += cost(unit);
    }
  }
  return picked.flatMap((i) => units[i] ?? []);
}

/** Positions of each source's units, best hit first. */
function queueBySource(units: readonly Unit[], hits: readonly number[]): number[][] {
  const bySource = Map.groupBy(units.keys(), (i) => units[i]?.source ?? 0);
  return [...bySource.values()]
    .map((queue) => queue.toSorted((a, b) => (hits[b] ?? 0) - (hits[a] ?? 0)))
    .toSorted((a, b) => (hits[b[0] ?? 0] ?? 0) - (hits[a[0] ?? 0] ?? 0));
}

/** Takes from the front up to the first that fits; those before it are dropped. */
function takeNext(queue: number[], fits: (i: number) => boolean): number | undefined {
  for (let i = queue.shift(); i !== undefined; i = queue.shift()) if (fits(i)) return i;
  return undefined;
}
