import { compose } from "./compose.ts";
import type { Unit } from "./units.ts";
import { stemsOf, wordCount } from "./words.ts";

/** A decision written down as a list: its heading (`Interim decision, valid until …`) and its points. */
export type ListedDecision = {
  /** `Interim decision`, as it is called there. */
  readonly label: string;
  /** Undefined where the heading says no more than its label. */
  readonly heading: Unit | undefined;
  readonly points: readonly Unit[];
};

/** Fewer items than these are no list. */
const pointsMin = 2;
/** A heading of fewer words says only that there is a decision. */
const headingWordsMin = 4;

const isHeading = (text: string): boolean =>
  /^(?:(?:the|our|my|an?|interim|final|preliminary|provisional|team)\s+)*(?:decisions?|resolution|conclusion|agreement|(?:we (?:have |all )?)?(?:decided|agreed))\b.*:$/i.test(
    text,
  ) && !/\b(?:needed|pending|open|due|options?|to be|missing|required)\b|\?/i.test(text);

/** The newest message that lists what was decided. */
export function listedDecision(units: readonly Unit[]): ListedDecision | undefined {
  const heading = units.findLast(
    (unit) => isHeading(unit.text) && pointsUnder(unit, units).length >= pointsMin,
  );
  if (!heading) return undefined;
  const said = trimmed(heading, heading.quote.replace(/\s*:\s*$/, ""));
  return {
    label: said.text.split(/[,;(–—]/)[0]?.trim() ?? "Decided",
    heading: said.words >= headingWordsMin ? said : undefined,
    points: pointsUnder(heading, units),
  };
}

const pointsUnder = (heading: Unit, units: readonly Unit[]): Unit[] =>
  units.filter(
    (unit) => isSameMessage(unit, heading) && unit.item === true && unit.order > heading.order,
  );

/** True for units of one message. */
export const isSameMessage = (one: Unit, other: Unit): boolean =>
  one.source === other.source && one.passage === other.passage;

const ownerOf = /\bOwner(?:s)?(?: of (?<what>[^:.;]{3,60}))?: (?<who>@?\p{Lu}[^.;\n]{1,60})/u;
const dated =
  /\d{1,2}\.? (?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)|\b(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day\b/;

/** Who a point of a decision names as its owner, and for what: a statement of its own. */
export function ownedIn(point: Unit): Unit | undefined {
  const named = ownerOf.exec(point.quote);
  const sentences = point.quote.split(/(?<=\.)\s+/);
  if (!named?.groups) {
    const [first = ""] = sentences;
    return /^@\p{Lu}/u.test(first) ? trimmed(point, first) : undefined;
  }
  const [owner] = named;
  const { what } = named.groups;
  const core = (sentences[0] ?? "").split(/,\s|\.$/)[0] ?? "";
  const when = sentences.slice(1).find((each) => dated.test(each) && !ownerOf.test(each));
  const quotes = [owner, what ?? core, ...(what === undefined && when ? [when] : [])];
  return composed(
    point,
    "owned",
    quotes.map((quote) => quote.replace(/\.$/, "")),
    null,
  );
}

/** A unit out of several quotes of the same message. */
export function composed(
  unit: Unit,
  as: Parameters<typeof compose>[0],
  quotes: readonly string[],
  speaker: string | null,
): Unit {
  const text = compose(as, quotes);
  const evidence = quotes.map((quote) => ({ source: unit.source, passage: unit.passage, quote }));
  const stems = stemsOf(text);
  return { ...unit, text, evidence, speaker, stems, words: wordCount(text) };
}

/** A unit that quotes only a part. */
export function trimmed(unit: Unit, quote: string): Unit {
  const text = compose("joined", [quote]);
  return { ...unit, quote, text, stems: stemsOf(text), words: wordCount(text) };
}
