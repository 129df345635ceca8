import { cosine, type Vector } from "./vectors.ts";

/** How much to pick: by words, by number of sentences, or both (whichever is reached first). */
export type Budget = { readonly words: number; readonly sentences: number };

/** Picking stops when this share of the words is used … */
const enough = 0.9;
/** … and passes over a sentence that would go beyond this share. */
const tooMuch = 1.15;

/** One thing that can be picked; `cost` in words. */
export type Candidate = {
  readonly score: number;
  readonly cost: number;
  readonly vector: Vector;
};

/**
 * Maximal marginal relevance: picks the best candidate, then again and again the best one after taking off `penalty`
 * times its likeness to what was picked. Returns positions in the order of picking.
 */
export function pick(candidates: readonly Candidate[], budget: Budget, penalty: number): number[] {
  const picked: number[] = [];
  const likeness = candidates.map(() => 0);
  const open = new Set(candidates.keys());
  let words = 0;
  while (open.size > 0 && picked.length < budget.sentences && words < budget.words * enough) {
    const best = bestOf(candidates, open, likeness, penalty);
    if (best === undefined) break;
    open.delete(best.position);
    if (words + best.cost > budget.words * tooMuch) continue;
    words += best.cost;
    picked.push(best.position);
    for (const i of open) {
      const vector = candidates[i]?.vector;
      if (vector) likeness[i] = Math.max(likeness[i] ?? 0, cosine(vector, best.vector));
    }
  }
  return picked;
}

function bestOf(
  candidates: readonly Candidate[],
  open: ReadonlySet<number>,
  likeness: readonly number[],
  penalty: number,
): (Candidate & { position: number }) | undefined {
  let best: (Candidate & { position: number }) | undefined;
  let bestScore = -Infinity;
  for (const position of open) {
    const candidate = candidates[position];
    if (!candidate) continue;
    const score = candidate.score - penalty * (likeness[position] ?? 0);
    if (score > bestScore) [best, bestScore] = [{ ...candidate, position }, score];
  }
  return best;
}
