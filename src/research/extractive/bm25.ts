/** Search terms (stems) with their weights; 1 is a term that was asked for. */
export type Query = ReadonlyMap<string, number>;

/** How fast repeats of a term stop counting, and how much a long text is held back (0 to 1). */
export type Bm25Options = { readonly k1: number; readonly b: number };

/** Robertson and Zaragoza's usual settings, for paragraphs and pages. */
export const forPages: Bm25Options = { k1: 1.2, b: 0.75 };

/** Single sentences differ in length by accident, so length counts less. */
export const forSentences: Bm25Options = { k1: 1.2, b: 0.3 };

/** A query of equally weighted terms. */
export const queryOf = (stems: readonly string[]): Query => new Map(stems.map((stem) => [stem, 1]));

/**
 * BM25 of each text (given as its stems) for a query, in the order of the texts; 0 where no term occurs.
 * idf = ln(1 + (N − n + 0.5) / (n + 0.5)), which stays positive for frequent terms.
 */
export function bm25(
  texts: readonly (readonly string[])[],
  query: Query,
  { k1, b }: Bm25Options = forSentences,
): number[] {
  const counts = texts.map((stems) => countTerms(stems, query));
  const meanLength =
    texts.reduce((sum, stems) => sum + stems.length, 0) / Math.max(1, texts.length);
  const weights = weightTerms(counts, query);

  return counts.map((terms, i) => {
    if (terms === none) return 0;
    const length = texts[i]?.length ?? 0;
    const hold = k1 * (1 - b + (b * length) / Math.max(1, meanLength));
    let score = 0;
    for (const [term, count] of terms)
      score += ((weights.get(term) ?? 0) * count * (k1 + 1)) / (count + hold);
    return score;
  });
}

/** Most texts hold none of the terms, and share one empty count. */
const none: ReadonlyMap<string, number> = new Map();

function countTerms(stems: readonly string[], query: Query): ReadonlyMap<string, number> {
  let terms: Map<string, number> | undefined;
  for (const stem of stems) {
    if (!query.has(stem)) continue;
    terms ??= new Map();
    terms.set(stem, (terms.get(stem) ?? 0) + 1);
  }
  return terms ?? none;
}

function weightTerms(
  counts: readonly ReadonlyMap<string, number>[],
  query: Query,
): Map<string, number> {
  const weights = new Map<string, number>();
  for (const [term, weight] of query) {
    const n = counts.filter((terms) => terms.has(term)).length;
    weights.set(term, weight * Math.log(1 + (counts.length - n + 0.5) / (n + 0.5)));
  }
  return weights;
}
