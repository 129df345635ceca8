import { numbersIn } from "../check/numbers.ts";
import { isContent, stemOf, wordsOf } from "./words.ts";

/** What a number counts stands within so many words after it. */
const phraseWords = 4;

const counted =
  /(?:([$€£¥])\s?)?(?<![\p{L}\p{N}.,:])(\d+(?:[.,]\d+)*)(?![:\d])(k|m|bn)?\s?(%|percent|per cent|(?:(?:business|working|calendar)\s)?\p{Ll}{3,})?/giu;

/** Bounds and plans are no statement of how much there is. */
const bounded =
  /\b(?:fewer than|less than|more than|at most|at least|up to|under|over|nearly|target of)\s+(?:[$€£¥]\s?)?\d/giu;

const month = /^(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)/i;
const euros = /^(?:eur|euros?)$/i;

/** The values that a text names, by what they count (`day`, `%`, `€`); dates, bounds and bare numbers left out. */
export function figuresIn(text: string): Map<string, Set<string>> {
  const figures = new Map<string, Set<string>>();
  for (const [, money = "", number = "", times = "", word = ""] of text
    .replace(bounded, " ")
    .matchAll(counted)) {
    const plain = /^per/i.test(word) ? "%" : euros.test(word) ? "€" : word.toLowerCase();
    const unit = money || plain;
    if (unit === "" || month.test(unit)) continue;
    const value = numbersIn(number + times)[0]?.values.at(-1);
    if (value !== undefined) figures.set(unit, (figures.get(unit) ?? new Set()).add(value));
  }
  return figures;
}

/** A value with its unit, as a person writes it. */
export function amount(value: string, unit: string): string {
  const number = Number(value).toLocaleString("en");
  if (/^[$€£¥]$/.test(unit)) return `${unit}${number}`;
  return unit === "%" ? `${number}%` : `${number} ${unit}`;
}

/** `7 of 92`: a part and its whole. */
export const partsOfWhole = (text: string): { part: string; whole: string }[] =>
  [...text.matchAll(/(?<![\d.,])(\d+) (?:out )?of (?:the |all )?(\d+)(?![\d.,]*\d)/g)].map(
    ([, part = "", whole = ""]) => ({ part, whole }),
  );

/** A number with the words it counts: `61 orders were oversold` counts `order`, `oversold`. */
export type Counted = {
  readonly value: string;
  readonly stems: readonly string[];
  readonly words: string;
};

export function countedPhrases(text: string): Counted[] {
  return [
    ...text.replace(bounded, " ").matchAll(/(?<![\p{L}\p{N}.,:€$£])(\d+)((?: \p{L}+){1,4})/gu),
  ].flatMap(([, value = "", after = ""]) => {
    const words = after.trim().split(" ").slice(0, phraseWords);
    const end = words.findIndex((word) =>
      /^(?:that|which|who|and|or|on|in|for|from|of|to|by)$/i.test(word),
    );
    const own = wordsOf((end < 0 ? words : words.slice(0, end)).join(" ")).filter(isContent);
    const stems = own.map(stemOf).slice(0, 2).toSorted();
    return stems.length === 2 && !month.test(own[0] ?? "")
      ? [{ value, stems, words: own.slice(0, 2).join(" ") }]
      : [];
  });
}
