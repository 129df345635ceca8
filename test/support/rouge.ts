import { stemmer } from "stemmer";

/** F1 in percent for single words, word pairs and the longest common subsequence. */
export type Rouge = { readonly r1: number; readonly r2: number; readonly rl: number };

/**
 * ROUGE as the project measures it: lower case, runs of a–z and 0–9, Porter stems for words of more than three letters;
 * clipped n-gram counts; the longest common subsequence runs over the whole text. Several references: their mean.
 */
export function rouge(text: string, references: readonly string[]): Rouge {
  const words = tokenize(text);
  const scores = references.map((reference) => compare(words, tokenize(reference)));
  return meanRouge(scores);
}

/** The mean of each measure; all 0 for an empty list. */
export function meanRouge(scores: readonly Rouge[]): Rouge {
  const mean = (pick: (score: Rouge) => number): number =>
    scores.reduce((sum, score) => sum + pick(score), 0) / Math.max(1, scores.length);
  return { r1: mean(({ r1 }) => r1), r2: mean(({ r2 }) => r2), rl: mean(({ rl }) => rl) };
}

function tokenize(text: string): string[] {
  const words = text.toLowerCase().match(/[a-z0-9]+/g) ?? [];
  return words.map((word) => (word.length > 3 ? stemmer(word) : word));
}

function compare(own: readonly string[], gold: readonly string[]): Rouge {
  return {
    r1: overlapF1(own, gold, 1),
    r2: overlapF1(own, gold, 2),
    rl: f1(commonSubsequence(own, gold), own.length, gold.length),
  };
}

function overlapF1(own: readonly string[], gold: readonly string[], size: number): number {
  const left = countRuns(own, size);
  const right = countRuns(gold, size);
  let shared = 0;
  left.forEach((count, run) => (shared += Math.min(count, right.get(run) ?? 0)));
  return f1(shared, Math.max(0, own.length - size + 1), Math.max(0, gold.length - size + 1));
}

function countRuns(words: readonly string[], size: number): Map<string, number> {
  const runs = new Map<string, number>();
  for (let end = size; end <= words.length; end++) {
    const run = words.slice(end - size, end).join(" ");
    runs.set(run, (runs.get(run) ?? 0) + 1);
  }
  return runs;
}

function commonSubsequence(a: readonly string[], b: readonly string[]): number {
  let previous: number[] = Array.from({ length: b.length + 1 }, () => 0);
  for (const word of a) {
    const current = [0];
    for (let j = 1; j <= b.length; j++) {
      const diagonal = (previous[j - 1] ?? 0) + 1;
      const best = Math.max(previous[j] ?? 0, current[j - 1] ?? 0);
      current.push(word === b[j - 1] ? diagonal : best);
    }
    previous = current;
  }
  return previous[b.length] ?? 0;
}

function f1(shared: number, own: number, gold: number): number {
  const precision = own > 0 ? shared / own : 0;
  const recall = gold > 0 ? shared / gold : 0;
  return precision + recall > 0 ? (100 * 2 * precision * recall) / (precision + recall) : 0;
}
