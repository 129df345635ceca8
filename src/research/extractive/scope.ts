import type { Draft } from "../../domain/draft.ts";
import type { Source } from "../../domain/source.ts";
import type { Shape } from "./shape.ts";
import { topicStems } from "./topic.ts";
import type { Unit } from "./units.ts";
import { isContent, stemOf, stemsOf, wordsOf } from "./words.ts";

/** With this many sentences about the focus, the rest steps back altogether. */
const focusedMin = 2;
/** With this many short sentences, a simple draft needs no other. */
const simpleMin = 3;
/** A short sentence, for drafts that are to be simple. In words. */
const simpleWords = 20;

/** The units a draft may draw on after feedback, and how many each wish has touched (by its words). */
export type Scope = {
  /** Everything that was read: what surrounds the units. */
  readonly all: readonly Unit[];
  readonly units: readonly Unit[];
  readonly bonus: (unit: Unit) => number;
  readonly touched: ReadonlyMap<string, number>;
};

/** Applies `only from`, `without`, `focus` and `simpler` to what was read. A wish that fits nothing changes nothing. */
export function scopeOf(
  all: readonly Unit[],
  sources: readonly Source[],
  shape: Shape,
  previous: Draft | null,
): Scope {
  const touched = new Map<string, number>();
  let units = all;
  for (const on of shape.onlyFrom) {
    const own = units.filter(isFrom(on, sources, previous));
    touched.set(`only from ${on}`, own.length);
    if (own.length > 0) units = own;
  }
  for (const on of shape.without) {
    const about = isAboutOrFrom(on, sources);
    const rest = units.filter((unit) => !about(unit));
    touched.set(`without ${on}`, units.length - rest.length);
    units = rest;
  }
  const inFocus = new Set<Unit>();
  for (const on of shape.focus) {
    const own = units.filter(isAboutOrFrom(on, sources));
    touched.set(`focus ${on}`, own.length);
    own.forEach((unit) => inFocus.add(unit));
  }
  if (inFocus.size >= focusedMin) units = units.filter((unit) => inFocus.has(unit));
  const simple = units.filter(({ words }) => words <= simpleWords);
  if (shape.simple && simple.length >= simpleMin) units = simple;
  return { all, units, bonus: (unit) => (inFocus.has(unit) ? 1 : 0), touched };
}

/** True when a sentence speaks about something: all the words that matter are in it. */
export function isAbout(on: string): (unit: Unit) => boolean {
  const topic = topicStems(on);
  const stems = topic.length > 0 ? topic : wordsOf(on).filter(isContent).map(stemOf);
  if (stems.length === 0) return () => false;
  // Of a long phrase not every word will be repeated.
  const least = stems.length <= 2 ? stems.length : Math.ceil(stems.length / 2);
  return (unit) => {
    const own = new Set(unit.stems);
    return stems.filter((stem) => own.has(stem)).length >= least;
  };
}

function isAboutOrFrom(on: string, sources: readonly Source[]): (unit: Unit) => boolean {
  const about = isAbout(on);
  const said = isSaidBy(on);
  const from = namesSource(on) ? isFrom(on, sources, null) : () => false;
  return (unit) => about(unit) || said(unit) || from(unit);
}

/** `Grace`, or `Grace's messages`. */
function isSaidBy(on: string): (unit: Unit) => boolean {
  const words = wordsOf(
    on.replace(/['’]s?\s+(?:messages?|posts?|points?|comments?|replies)\s*$/i, ""),
  );
  return ({ speaker }) => {
    const name = wordsOf(speaker ?? "");
    return words.length > 0 && name.length > 0 && words.every((word) => name.includes(word));
  };
}

const namesSource = (on: string): boolean =>
  /\.\w{2,4}$|https?:|\b(?:source|file|page|site)\b/i.test(on);

const kinds: readonly (readonly [RegExp, readonly Source["type"][]])[] = [
  [/\bthreads?\b|\bconversations?\b/i, ["thread"]],
  [/\bchannels?\b/i, ["channel"]],
  [/\b(?:web|pages?|sites?|links?|articles?)\b/i, ["page"]],
  [/\b(?:files?|uploads?|pdfs?|documents?|attachments?)\b/i, ["file"]],
  [/\blibrary\b/i, ["library"]],
];

/** Sources by number (`source 2`, `[2]` of the draft before), by words of their title or address, by kind, by speaker. */
function isFrom(
  on: string,
  sources: readonly Source[],
  previous: Draft | null,
): (unit: Unit) => boolean {
  const number =
    /(?:sources?|\[|#|no\.?)\s*(\d{1,3})\b/i.exec(on)?.[1] ?? /^(\d{1,3})$/.exec(on)?.[1];
  const listed = number === undefined ? undefined : previous?.sources[Number(number) - 1];
  if (listed) {
    const same = sources.findIndex(
      ({ title, url }) => title === listed.title && url === listed.url,
    );
    return ({ source }) => source === same;
  }
  const literal = sources.map(({ title, url }) =>
    `${title}\n${url ?? ""}`.toLowerCase().includes(on.toLowerCase()),
  );
  if (on.length > 3 && literal.includes(true)) return ({ source }) => literal[source] === true;
  const words = stemsOf(on);
  const named = sources.map(({ title, url }) => {
    const own = new Set([...stemsOf(title), ...stemsOf(url ?? "")]);
    return words.length > 0 && words.every((stem) => own.has(stem));
  });
  if (named.includes(true)) return ({ source }) => named[source] === true;
  const said = isSaidBy(on);
  const types = kinds.filter(([pattern]) => pattern.test(on)).flatMap(([, type]) => type);
  return (unit) => said(unit) || types.includes(sources[unit.source]?.type ?? "text");
}

/** True when some unit speaks of it. */
export const isMentioned = (units: readonly Unit[], on: string): boolean => {
  const stems = topicStems(on);
  return (
    stems.length > 0 && units.some((unit) => stems.every((stem) => unit.indexed.includes(stem)))
  );
};
