import { isQuestion } from "./cues.ts";
import { isNegated } from "../check/statement.ts";
import { numbersIn } from "../check/numbers.ts";
import type { Unit } from "./units.ts";
import { isContent } from "./words.ts";

/** Pairs shown at most. */
const pairsMax = 2;
/** Units that are compared with one another at most; pairs grow with the square. */
const comparedMax = 300;
/** Stems two sentences must share, and which share of the shorter one's, to speak about the same thing. */
const shared = { stems: 3, forNumbers: 0.5, forNegation: 0.75 } as const;
const wordsMax = 40;

/** Two sentences that cannot both hold as they stand, and in what they differ. */
export type Disagreement = { readonly pair: readonly [Unit, Unit]; readonly about: string };

/**
 * Sentences of different sources (or people) about the same thing with different figures, or of which only one says
 * `not`. Cautious: a missed one is better than one that is none, so most shared words must agree.
 */
export function disagreements(units: readonly Unit[]): Disagreement[] {
  const sayings = units
    .filter(
      ({ text, words, stems }) =>
        words <= wordsMax && stems.length >= shared.stems && !isQuestion(text),
    )
    .slice(0, comparedMax)
    .map((unit) => sayingOf(unit));
  const found: Disagreement[] = [];
  sayings.forEach((left, i) => {
    for (const right of sayings.slice(i + 1)) {
      if (found.length >= pairsMax) return;
      if (!isElsewhere(left.unit, right.unit)) continue;
      const [one, two] = left.unit.order <= right.unit.order ? [left, right] : [right, left];
      const about = difference(one, two);
      if (about !== undefined) found.push({ pair: [one.unit, two.unit], about });
    }
  });
  return found;
}

type Saying = {
  readonly unit: Unit;
  readonly subject: ReadonlySet<string>;
  /** Values by the word they count (`day`, `%`). */
  readonly figures: ReadonlyMap<string, ReadonlySet<string>>;
  readonly dates: ReadonlySet<string>;
  readonly names: ReadonlySet<string>;
  readonly negated: boolean;
};

function sayingOf(unit: Unit): Saying {
  const subject = new Set(unit.stems.filter((stem) => !/\d/.test(stem)));
  return {
    unit,
    subject,
    figures: figuresIn(unit.text),
    dates: datesIn(unit.text),
    names: namesOf(unit.text),
    negated: isNegated(unit.text),
  };
}

function difference(left: Saying, right: Saying): string | undefined {
  const common = [...left.subject].filter((stem) => right.subject.has(stem));
  const share = common.length / Math.max(1, Math.min(left.subject.size, right.subject.size));
  if (common.length < shared.stems || isAboutOthers(left, right)) return undefined;
  // Figures of different times may well differ.
  if (share >= shared.forNumbers && isSameTime(left, right)) {
    for (const [unit, values] of left.figures) {
      const others = right.figures.get(unit);
      if (
        others &&
        values.size === 1 &&
        others.size === 1 &&
        [...values].every((value) => !others.has(value))
      )
        return `${amount([...values].join(), unit)} or ${amount([...others].join(), unit)}`;
    }
  }
  const negation = share >= shared.forNegation && left.negated !== right.negated;
  return negation && common.length > shared.stems ? "yes or no" : undefined;
}

/** Each names somebody or something that the other does not: then they may both hold. */
const isAboutOthers = ({ names }: Saying, other: Saying): boolean =>
  names.difference(other.names).size > 0 && other.names.difference(names).size > 0;

/** All capitalised words but stop-words; the first word of a sentence may be a name as well. */
const namesOf = (text: string): ReadonlySet<string> =>
  new Set(
    (text.replace(times, " ").match(/(?<![\p{L}\p{N}])\p{Lu}[\p{L}\p{N}]+/gu) ?? [])
      .map((word) => word.toLowerCase())
      .filter(isContent),
  );

/** Two texts with and without a date may mean different times; in one conversation people mean the same. */
function isSameTime(left: Saying, right: Saying): boolean {
  const oneTalk = left.unit.source === right.unit.source && left.unit.conversation;
  if (oneTalk && (left.dates.size === 0 || right.dates.size === 0)) return true;
  return (
    left.dates.size === right.dates.size && [...left.dates].every((date) => right.dates.has(date))
  );
}

function amount(value: string, unit: string): string {
  const number = Number(value).toLocaleString("en");
  if (/^[$€£¥]$/.test(unit)) return `${unit}${number}`;
  return unit === "%" ? `${number}%` : `${number} ${unit}`;
}

const counted =
  /(?:([$€£¥])\s?)?(?<![\p{L}\p{N}.,])(\d+(?:[.,]\d+)*)(k|m|bn)?\s?(%|percent|per cent|(?:(?:business|working|calendar)\s)?\p{Ll}{3,})?/giu;

function figuresIn(text: string): Map<string, Set<string>> {
  const figures = new Map<string, Set<string>>();
  for (const [, money = "", number = "", times = "", word = ""] of text.matchAll(counted)) {
    const unit = money || (/^per/i.test(word) ? "%" : word.toLowerCase());
    if (unit === "") continue;
    const value = numbersIn(number + times)[0]?.values.at(-1);
    if (value !== undefined) figures.set(unit, (figures.get(unit) ?? new Set()).add(value));
  }
  return figures;
}

const times =
  /\b(?:19|20)\d\d\b|\b(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)(?:\p{Ll}*)\b|\bQ[1-4]\b|\b(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day\b/gu;

const datesIn = (text: string): ReadonlySet<string> =>
  new Set((text.match(times) ?? []).map((date) => date.toLowerCase()));

/** Another source; within a conversation, another person. */
const isElsewhere = (a: Unit, b: Unit): boolean =>
  a.source !== b.source || (a.speaker !== null && b.speaker !== null && a.speaker !== b.speaker);
