import type { Unit } from "./units.ts";

/**
 * The `most` units that share the commonest words with the others, in reading order; all where there are no more. A
 * first sieve in linear time, before a graph that grows with the square.
 */
export function centralMost(units: readonly Unit[], most: number): readonly Unit[] {
  if (units.length <= most) return units;
  const spread = new Map<string, number>();
  for (const { stems } of units)
    for (const stem of new Set(stems)) spread.set(stem, (spread.get(stem) ?? 0) + 1);

  const weight = (stem: string): number => {
    const n = spread.get(stem) ?? 1;
    return n * Math.log(1 + units.length / n);
  };
  const scoreOf = ({ stems }: Unit): number =>
    stems.reduce((sum, stem) => sum + weight(stem), 0) / Math.sqrt(stems.length);
  return units
    .map((unit) => ({ unit, score: scoreOf(unit) }))
    .toSorted((a, b) => b.score - a.score)
    .slice(0, most)
    .map(({ unit }) => unit)
    .toSorted((a, b) => a.order - b.order);
}
