import { sentencesOf } from "../extractive/sentences.ts";
import { stopWords } from "../extractive/stopwords.ts";

/** Capitalised by habit, not because they name somebody or something. */
const capitalisedByHabit: ReadonlySet<string> = new Set(
  `i ok okay mr mrs ms dr prof q a faq eta fyi asap tbd monday tuesday wednesday thursday friday saturday sunday january
february march april may june july august september october november december jan feb mar apr jun jul aug sep sept oct
nov dec am pm`.split(/\s+/),
);

const capitalised = /(?<![\p{L}\p{N}_])\p{Lu}[\p{L}\p{N}]*(?:[-'’][\p{L}\p{N}]+)*/gu;

/** Names a text states: capitalised words that do not open a sentence, stop-words left out. Each once, as written. */
export function namesIn(text: string): string[] {
  const names = sentencesOf(text).flatMap(({ start, end }) => {
    const sentence = text.slice(start, end);
    return [...sentence.matchAll(capitalised)]
      .filter(({ index }) => !opensSentence(sentence.slice(0, index)))
      .map(([word]) => word.replace(/['’]s$/, ""));
  });
  return [...new Set(names)].filter((name) => !isHabit(name.toLowerCase()));
}

/** Names of `text` that `scope` does not hold; case and possessive `'s` do not matter. */
export function missingNames(text: string, scope: string): string[] {
  const held = new Set(partsOf(scope));
  return namesIn(text).filter((name) => !partsOf(name).every((part) => held.has(part)));
}

/** Days and months count as names of times: a wrong one matters as much as a wrong number. */
export function missingDates(text: string, scope: string): string[] {
  const held = new Set(datesIn(scope));
  return [...new Set(datesIn(text))]
    .filter((date) => !held.has(date))
    .map((date) => datesOf[date] ?? date);
}

const datesOf: Readonly<Record<string, string>> = {
  mon: "Monday",
  tue: "Tuesday",
  wed: "Wednesday",
  thu: "Thursday",
  fri: "Friday",
  sat: "Saturday",
  sun: "Sunday",
  jan: "January",
  feb: "February",
  mar: "March",
  apr: "April",
  jun: "June",
  jul: "July",
  aug: "August",
  sep: "September",
  oct: "October",
  nov: "November",
  dec: "December",
};

const dateWord =
  /(?<![\p{L}\p{N}])(?:(Mon|Tues?|Wed|Wednes|Thu|Thur|Thurs|Fri|Sat|Satur|Sun)(?:day)?s?|(Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)(?:uary|ruary|ch|il|e|y|ust|tember|ember|ober)?)(?![\p{L}\p{N}])/gu;

const datesIn = (text: string): string[] =>
  [...text.matchAll(dateWord)].map(([word]) => word.slice(0, 3).toLowerCase());

const opensSentence = (before: string): boolean =>
  /^[^\p{L}\p{N}]*$/u.test(before) || /[:"“]\s*$/.test(before);

const isHabit = (word: string): boolean =>
  capitalisedByHabit.has(word) || stopWords.has(word.replaceAll("’", "'"));

const partsOf = (text: string): string[] =>
  text
    .toLowerCase()
    .replace(/['’]s\b/g, "")
    .match(/[\p{L}\p{N}]+/gu) ?? [];
