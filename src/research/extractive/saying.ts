import { isNegated } from "../check/statement.ts";
import { cellOf } from "./compose.ts";
import { figuresIn } from "./figures.ts";
import { familyOf } from "./kin.ts";
import type { Unit } from "./units.ts";
import { isContent, stemOf, wordsOf } from "./words.ts";

/** A sentence, taken apart so that it can be held against another. */
export type Saying = {
  readonly unit: Unit;
  readonly subject: ReadonlySet<string>;
  /** Values by the word they count (`day`, `%`). */
  readonly figures: ReadonlyMap<string, ReadonlySet<string>>;
  readonly dates: ReadonlySet<string>;
  /** Days named in its passage. */
  readonly days: ReadonlySet<string>;
  readonly names: ReadonlySet<string>;
  readonly negated: boolean;
};

/** Takes a sentence apart; `days` are those that its passage names. */
export function sayingOf(unit: Unit, days: ReadonlySet<string>): Saying {
  const figures = figuresIn(unit.text);
  const counted = new Set([...figures.keys()].map(stemOf));
  const subject = new Set(
    unit.stems.filter((stem) => !/\d/.test(stem) && !counted.has(stem)).map(familyOf),
  );
  const named = unit.row ? wordsOf(cellOf(unit.row.name).value).filter(isContent) : [];
  return {
    unit,
    subject,
    figures,
    dates: datesIn(unit.text),
    days,
    names: new Set([...namesOf(unit.text), ...named]),
    negated: isNegated(unit.text),
  };
}

/** All capitalised words but stop-words; the first word of a sentence may be a name as well. */
const namesOf = (text: string): ReadonlySet<string> =>
  new Set(
    (text.replace(times, " ").match(/(?<![\p{L}\p{N}])\p{Lu}[\p{L}\p{N}]+/gu) ?? [])
      .map((word) => word.toLowerCase())
      .filter((word) => isContent(word) && !/^(?:eur|usd|gbp)$/.test(word)),
  );

const times =
  /\b(?:19|20)\d\d\b|\b(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)(?:\p{Ll}*)\b|\bQ[1-4]\b|\b(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day\b/gu;
const day = /\b\d{1,2}\.? (?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)\p{Ll}*/gu;

const datesIn = (text: string): ReadonlySet<string> =>
  new Set((text.match(times) ?? []).map((date) => date.toLowerCase()));

/** The days that each passage names, by `source:passage`. */
export function datesByPassage(units: readonly Unit[]): ReadonlyMap<string, ReadonlySet<string>> {
  const dates = new Map<string, Set<string>>();
  for (const { source, passage, text } of units) {
    const key = `${source}:${passage}`;
    const own = dates.get(key) ?? new Set();
    for (const [date] of text.matchAll(day)) own.add(date.toLowerCase());
    dates.set(key, own);
  }
  return dates;
}
