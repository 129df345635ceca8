import { isQuestion } from "./cues.ts";
import { contrastsIn } from "./contrast.ts";
import { amount, countedPhrases, partsOfWhole } from "./figures.ts";
import { familyOf } from "./kin.ts";
import { datesByPassage, sayingOf, type Saying } from "./saying.ts";
import type { Unit } from "./units.ts";
import { isContent, stemOf, wordsOf } from "./words.ts";

/** Pairs shown at most. */
const pairsMax = 3;
/** Units that are compared with one another at most; pairs grow with the square. */
const comparedMax = 300;
/** Stems two sentences (or a row and a sentence of the same name) must share, and which share of the shorter one's (for a denial: of both), to speak about the same thing. */
const shared = { stems: 3, stemsOfRow: 2, forNumbers: 0.5, forNegation: 0.75 } as const;
const wordsMax = 40;
/** Of fewer than so many, `7 of 9` may be anything. */
const wholeMin = 20;

/** Sentences that cannot both hold as they stand, and in what they differ. */
export type Disagreement = {
  readonly pair: readonly [Unit, Unit];
  /** The two values: `7 days or 14 days`. */
  readonly about: string;
  /** A few words on what the values are of; empty where the sentences share none near them. */
  readonly on: string;
  /** Somebody set the two side by side, and mostly says why they differ: there is nothing to settle. */
  readonly named: boolean;
};

/**
 * Sentences of different sources (or people) about the same thing with different figures, or of which only one says
 * `not`. Cautious: a missed one is better than one that is none, so most shared words must agree.
 */
export function disagreements(units: readonly Unit[]): Disagreement[] {
  const dates = datesByPassage(units);
  const sayings = units
    .filter(({ text, words }) => words <= wordsMax && !isQuestion(text))
    .slice(0, comparedMax)
    .map((unit) => sayingOf(unit, dates.get(`${unit.source}:${unit.passage}`) ?? new Set()));
  const found: Disagreement[] = [];
  sayings.forEach((left, i) => {
    for (const right of sayings.slice(i + 1)) {
      if (!isElsewhere(left.unit, right.unit)) continue;
      const [one, two] = left.unit.order <= right.unit.order ? [left, right] : [right, left];
      const about = difference(one, two);
      if (about === undefined) continue;
      const on = sharedNear(one, two, about);
      found.push({ pair: [one.unit, two.unit], about, on, named: false });
    }
  });
  const contrasts = contrastsIn(units).map((contrast) => ({ ...contrast, on: "", named: true }));
  return eachOnce([...contrasts, ...found]).slice(0, pairsMax);
}

/** The same two values once, whoever named them, and a sentence in one pair only. */
function eachOnce(all: readonly Disagreement[]): Disagreement[] {
  const kept: Disagreement[] = [];
  for (const one of all) {
    const values = valuesOf(one.about);
    const again = kept.some(
      (other) =>
        valuesOf(other.about) === values || one.pair.some((unit) => other.pair.includes(unit)),
    );
    if (!again) kept.push(one);
  }
  return kept;
}

const valuesOf = (about: string): string =>
  (about.match(/(?<![\p{L}\d.,])\d[\d.,]*/gu) ?? [about]).toSorted().join(" ");

function difference(left: Saying, right: Saying): string | undefined {
  const inParts = ofSameWhole(left, right) ?? ofSameDay(left, right);
  if (inParts !== undefined) return inParts;
  const common = [...left.subject].filter((stem) => right.subject.has(stem));
  const sizes = [left.subject.size, right.subject.size] as const;
  const oneRow = (left.unit.row === undefined) !== (right.unit.row === undefined);
  const sameName = left.names.intersection(right.names).size > 0;
  const least = oneRow && sameName ? shared.stemsOfRow : shared.stems;
  if (common.length < least || isAboutOthers(left, right)) return undefined;
  // Figures of different times may well differ.
  const share = common.length / Math.max(1, Math.min(...sizes));
  if (share >= shared.forNumbers && isSameTime(left, right) && isRate(left) === isRate(right)) {
    for (const [unit, values] of left.figures) {
      const others = right.figures.get(unit);
      if (
        others?.size === 1 &&
        values.size === 1 &&
        [...values].every((value) => !others.has(value))
      )
        return `${amount([...values].join(), unit)} or ${amount([...others].join(), unit)}`;
    }
  }
  const whole = common.length / Math.max(1, ...sizes);
  const denied = left.negated !== right.negated && common.length > shared.stems;
  return denied && whole >= shared.forNegation ? "yes or no" : undefined;
}

/** `9 of 92 nights` and `7 of 92`. */
function ofSameWhole(left: Saying, right: Saying): string | undefined {
  const talk = left.unit.conversation && left.unit.source === right.unit.source;
  for (const one of partsOfWhole(left.unit.text))
    for (const other of partsOfWhole(right.unit.text)) {
      const same = one.whole === other.whole && Number(one.whole) >= wholeMin;
      const related = talk || [...left.subject].some((stem) => right.subject.has(stem));
      if (same && related && one.part !== other.part)
        return `${one.part} of ${one.whole} or ${other.part} of ${other.whole}`;
    }
  return undefined;
}

/** `58 oversold orders` and `61 orders were oversold`, where both speak of the same day. */
function ofSameDay(left: Saying, right: Saying): string | undefined {
  if (left.days.intersection(right.days).size === 0) return undefined;
  for (const one of countedPhrases(left.unit.text))
    for (const other of countedPhrases(right.unit.text)) {
      const same = one.stems.length > 1 && one.stems.every((stem) => other.stems.includes(stem));
      if (same && one.stems.length === other.stems.length && one.value !== other.value)
        return `${one.value} or ${other.value} ${one.words}`;
    }
  return undefined;
}

/** What each one more costs is not what it costs. */
const isRate = ({ unit }: Saying): boolean =>
  /\b(?:additional|extra|each|every)\b/i.test(unit.text);

/** Each names somebody or something that the other does not: then they may both hold. */
const isAboutOthers = ({ names }: Saying, other: Saying): boolean =>
  names.difference(other.names).size > 0 && other.names.difference(names).size > 0;

/** Words of the first sentence that both share, nearest to its first figure. */
function sharedNear(left: Saying, right: Saying, about: string): string {
  const words = left.unit.text.match(/[\p{L}\p{N}]+(?:[.,'’-][\p{L}\p{N}]+)*/gu) ?? [];
  const at = Math.max(
    0,
    words.findIndex((word) => /^\d/.test(word)),
  );
  return [...words.entries()]
    .filter(([, word]) => !about.includes(word.toLowerCase()))
    .filter(([, word]) => {
      const family = wordsOf(word).filter(isContent).map(stemOf).map(familyOf);
      return family.some((stem) => left.subject.has(stem) && right.subject.has(stem));
    })
    .toSorted(([a], [b]) => Math.abs(a - at) - Math.abs(b - at))
    .slice(0, 2)
    .toSorted(([a], [b]) => a - b)
    .map(([, word]) => word.toLowerCase())
    .join(" ");
}

/** Two texts with and without a date may mean different times; in one conversation people mean the same. */
function isSameTime(left: Saying, right: Saying): boolean {
  const oneTalk = left.unit.source === right.unit.source && left.unit.conversation;
  if (oneTalk && (left.dates.size === 0 || right.dates.size === 0)) return true;
  return (
    left.dates.size === right.dates.size && [...left.dates].every((date) => right.dates.has(date))
  );
}

/** Another source; within a conversation, another person. */
const isElsewhere = (a: Unit, b: Unit): boolean =>
  a.source !== b.source || (a.speaker !== null && b.speaker !== null && a.speaker !== b.speaker);
