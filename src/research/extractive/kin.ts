import { stemOf } from "./words.ts";

/** What a kindred word counts beside the one that was asked for. */
const kinWeight = 0.6;

/** Words that ask for the same thing in office talk. Few on purpose: a wrong kin brings wrong answers. */
const words: readonly (readonly string[])[] = [
  "cost costs price pricing pay fee charge expense cheap cheaper cheapest".split(" "),
  "keep keeps kept retain retention".split(" "),
  "own owner responsible".split(" "),
  "risk danger threat".split(" "),
  "salary wage".split(" "),
  "bug error defect".split(" "),
  "vendor supplier".split(" "),
];
const families = words.map((family) => [...new Set(family.map(stemOf))]);

/** Kindred words to search for beside these: `cost` finds pages that only say `price`. */
export const kinWords = (asked: readonly string[]): string[] => {
  const stems = asked.map(stemOf);
  return words
    .filter((family) => family.some((word) => stems.includes(stemOf(word))))
    .flatMap((family) => family.filter((word) => !stems.includes(stemOf(word))))
    .filter((word, i, all) => all.findIndex((other) => stemOf(other) === stemOf(word)) === i);
};

const kin: ReadonlyMap<string, readonly string[]> = new Map(
  families.flatMap((stems) =>
    stems.map((stem): [string, readonly string[]] => [
      stem,
      stems.filter((other) => other !== stem),
    ]),
  ),
);

/** Stems that mean about the same; empty for most. */
export const kinOf = (stem: string): readonly string[] => kin.get(stem) ?? [];

/** One stem for a whole family, so that `price` and `cost` compare as equal. */
export const familyOf = (stem: string): string => [stem, ...kinOf(stem)].toSorted()[0] ?? stem;

/** A query that finds kindred words as well, for less. */
export const withKin = (query: ReadonlyMap<string, number>): ReadonlyMap<string, number> =>
  new Map([
    ...[...query.keys()].flatMap((stem) =>
      kinOf(stem).map((other): [string, number] => [other, kinWeight]),
    ),
    ...query,
  ]);

/** True when a text, given as its stems, holds the stem or one of its kin. */
export const holds = (stems: readonly string[], stem: string): boolean =>
  stems.includes(stem) || kinOf(stem).some((other) => stems.includes(other));
