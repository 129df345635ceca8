/** A text as weighted terms of length 1: sorted term numbers and their weights. */
export type Vector = { readonly terms: Int32Array; readonly weights: Float64Array };

/** tf-idf vectors, `(1 + ln tf) · ln(1 + N / df)`, scaled to length 1 so that a dot product is the cosine. */
export function vectorsOf(texts: readonly (readonly string[])[]): Vector[] {
  const numbers = new Map<string, number>();
  const spread: number[] = [];
  const counts = texts.map((stems) => countByNumber(stems, numbers, spread));
  return counts.map((count) => {
    const terms = Int32Array.from([...count.keys()].toSorted((a, b) => a - b));
    const weights = Float64Array.from(terms, (term) => {
      const tf = count.get(term) ?? 0;
      return (1 + Math.log(tf)) * Math.log(1 + texts.length / (spread[term] ?? 1));
    });
    const length = Math.hypot(...weights) || 1;
    return { terms, weights: weights.map((weight) => weight / length) };
  });
}

function countByNumber(
  stems: readonly string[],
  numbers: Map<string, number>,
  spread: number[],
): Map<number, number> {
  const count = new Map<number, number>();
  for (const stem of stems) {
    let number = numbers.get(stem);
    if (number === undefined) numbers.set(stem, (number = numbers.size));
    const before = count.get(number) ?? 0;
    if (before === 0) spread[number] = (spread[number] ?? 0) + 1;
    count.set(number, before + 1);
  }
  return count;
}

/** Cosine of two vectors of the same call to `vectorsOf`, 0 to 1. */
export function cosine(a: Vector, b: Vector): number {
  let sum = 0;
  for (let i = 0, j = 0; i < a.terms.length && j < b.terms.length;) {
    const left = a.terms[i] ?? 0;
    const right = b.terms[j] ?? 0;
    if (left === right) sum += (a.weights[i++] ?? 0) * (b.weights[j++] ?? 0);
    else if (left < right) i++;
    else j++;
  }
  return sum;
}
