import { stemmer } from "stemmer";
import { stopWords } from "./stopwords.ts";

/** Numbers with decimals stay whole, words keep an inner apostrophe. */
const wordPattern = /\p{N}+(?:[.,]\p{N}+)+|[\p{L}\p{N}]+(?:['’]\p{L}+)*/gu;

/** Scripts written without spaces: cut into pairs of characters, since no word ends can be seen. */
const unspaced = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}]/u;

/** The words of a text in order: lower case, without possessive `'s` and thousands commas. */
export function wordsOf(text: string): string[] {
  const found = text.toLowerCase().match(wordPattern) ?? [];
  return found.flatMap((word) => (unspaced.test(word) ? pairs(word) : [plain(word)]));
}

/** The words that carry the subject, stemmed (Porter, a–z words only), repeats kept. */
export function stemsOf(text: string): string[] {
  return wordsOf(text).filter(isContent).map(stemOf);
}

/** True for words that carry a subject: neither a stop-word nor a single letter. */
export const isContent = (word: string): boolean =>
  !stopWords.has(word) && (word.length > 1 || /\p{N}|[^\p{ASCII}]/u.test(word));

/** One lower-case word's stem. */
export const stemOf = (word: string): string => (/^[a-z]+$/.test(word) ? stemmer(word) : word);

/** How many words a text has, as a reader counts them. */
export const wordCount = (text: string): number => text.match(/\S+/g)?.length ?? 0;

const plain = (word: string): string =>
  word
    .replaceAll("’", "'")
    .replace(/'s$/, "")
    .replace(/(?<=\d),(?=\d{3}\b)/g, "");

function pairs(word: string): string[] {
  const characters = Array.from(word);
  if (characters.length < 2) return characters;
  return characters.slice(1).map((character, i) => `${characters[i]}${character}`);
}
