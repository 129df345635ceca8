import { wordsOf } from "./words.ts";

/** Words in a shingle. */
const size = 3;

/** Texts are compared by their first words; enough to know a copy. */
const wordsMax = 4_000;

/** From this share of common shingles on, the shorter text counts as a copy of (a part of) the longer one. */
export const copyContainment = 0.36;

/** The runs of three words of a text, each once. */
export function shinglesOf(text: string): ReadonlySet<string> {
  const words = wordsOf(text).slice(0, wordsMax);
  const shingles = new Set<string>();
  for (let end = size; end <= words.length; end++)
    shingles.add(words.slice(end - size, end).join(" "));
  return shingles;
}

/** Share of the smaller set that is in the larger one, 0 to 1; 0 where one is empty. */
export function containment(a: ReadonlySet<string>, b: ReadonlySet<string>): number {
  const [small, large] = a.size <= b.size ? [a, b] : [b, a];
  if (small.size === 0) return 0;
  let shared = 0;
  for (const shingle of small) if (large.has(shingle)) shared++;
  return shared / small.size;
}
