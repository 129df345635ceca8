import { sentencesOf } from "../../extractive/sentences.ts";
import { stemsOf } from "../../extractive/words.ts";

/** Passages up to this length are quoted whole; of longer ones, the sentences that the claim is about. In characters. */
const wholeMax = 260;

/** Sentences in a row that are quoted at most. */
const sentencesMax = 3;

/** What each further sentence of a quote must bring, in words of the claim. */
const sentenceCost = 0.6;

/**
 * The words of a passage that a claim rests on, exactly as they stand there: a passage is the smallest thing that the model
 * can cite, but a reader wants to see the sentence. Numbers weigh more than words.
 */
export function quoteFrom(passage: string, claim: string): string {
  const whole = passage.trim();
  if (whole.length <= wholeMax) return whole;
  const wanted = new Set(stemsOf(claim));
  const sentences = sentencesOf(passage);
  let best = { score: 0, start: 0, end: 0 };
  for (const [first, { start }] of sentences.entries()) {
    const held = new Set<string>();
    for (let n = 0; n < sentencesMax; n += 1) {
      const last = sentences[first + n];
      if (!last) break;
      for (const stem of stemsOf(passage.slice(last.start, last.end))) {
        if (wanted.has(stem)) held.add(stem);
      }
      const weight = [...held].reduce((sum, stem) => sum + (/\d/.test(stem) ? 2 : 1), 0);
      const score = weight - n * sentenceCost;
      if (score > best.score) best = { score, start, end: last.end };
    }
  }
  return best.score > 0 ? passage.slice(best.start, best.end).trim() : beginningOf(whole);
}

/** Never half a character: what stands there in two halves would not be found again. */
const beginningOf = (whole: string): string =>
  whole
    .slice(0, wholeMax)
    .replace(/[\uD800-\uDBFF]$/, "")
    .trim();
