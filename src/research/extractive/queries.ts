import { taskWords } from "./stopwords.ts";
import { isContent, stemOf, wordsOf } from "./words.ts";

/** A search engine serves few words best. */
const wordsMax = 8;
const shortWords = 4;
/** Queries made for one search. */
export const queriesMax = 3;

/**
 * Short search queries for a question: its content words, and where it is long, the names and long words alone. `more`
 * are words that earlier reading brought up, for searching further.
 */
export function searchQueries(question: string, more: readonly string[] = []): string[] {
  const words = contentWords(question);
  const full = words.slice(0, wordsMax);
  const names = wordsNamed(question);
  const strong = full
    .map((word, i) => ({ word, i, weight: (names.has(word) ? 10 : 0) + word.length }))
    .toSorted((a, b) => b.weight - a.weight)
    .slice(0, shortWords)
    .toSorted((a, b) => a.i - b.i)
    .map(({ word }) => word);
  const further = more.map((word) => [...strong.slice(0, shortWords - 1), word].join(" "));
  const all = [...further, full.join(" "), full.length > shortWords + 1 ? strong.join(" ") : ""];
  const queries = [...new Set(all)].filter((query) => query !== "");
  return queries.length > 0 ? queries.slice(0, queriesMax) : [question.slice(0, 200)];
}

/** Words that a text brings up again and again and that `known` does not hold; the commonest first. */
export function newWords(text: string, known: string, most: number): string[] {
  const skip = new Set(wordsOf(known).map(stemOf));
  const counts = new Map<string, { word: string; count: number }>();
  for (const word of wordsOf(text)) {
    const stem = stemOf(word);
    if (!isContent(word) || word.length < 4 || skip.has(stem) || /^\d/.test(word)) continue;
    counts.set(stem, {
      word: counts.get(stem)?.word ?? word,
      count: (counts.get(stem)?.count ?? 0) + 1,
    });
  }
  return [...counts.values()]
    .toSorted((a, b) => b.count - a.count)
    .slice(0, most)
    .map(({ word }) => word);
}

/** The words of a request that say what it is about, as they were written (lower case), each once. */
export function contentWords(question: string): string[] {
  const words = wordsOf(question.replace(/https?:\/\/\S+|<[^>]+>/g, " "));
  const content = words.filter((word) => isContent(word) && !taskWords.has(word));
  return [...new Set(content.length > 0 ? content : words.filter(isContent))];
}

const wordsNamed = (text: string): ReadonlySet<string> =>
  new Set(wordsOf((text.match(/(?<=\S\s)\p{Lu}[\p{L}\p{N}-]*/gu) ?? []).join(" ")));
