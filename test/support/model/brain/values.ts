import { wordsOf } from "./reading.ts";
import { limitsOf, type Schema } from "./schema.ts";

/** What values are made of. */
export type Stuff = {
  readonly question: string;
  /** What a search asks for; left out, the question's first words. */
  readonly query?: string;
  /** Quoted and said, one after the other. */
  readonly sentences: readonly string[];
  readonly urls: readonly string[];
  /** Names of things that the request mentions, such as the id of a source. */
  readonly ids: readonly string[];
  /** A number that follows from the request: it says where in the sentences to begin. */
  readonly seed: number;
};

const formats: Readonly<Record<string, string>> = {
  "date-time": "2026-11-03T09:00:00Z",
  date: "2026-11-03",
  time: "09:00:00Z",
  duration: "P1D",
  email: "someone@example.org",
  hostname: "example.org",
  uri: "https://example.org/",
  uuid: "00000000-0000-4000-8000-000000000000",
  ipv4: "192.0.2.1",
  ipv6: "2001:db8::1",
};

const queryWordsMax = 8;
const charactersMax = 400;

/** A string of a format or for a name, the `at`th of its kind. */
export function makeString(schema: Schema, name: string, at: number, stuff: Stuff): string {
  const { minLength = 0, maxLength = charactersMax } = limitsOf(schema);
  const text =
    schema.format === "uri" && stuff.urls.length > 0
      ? pick(stuff.urls, at)
      : (formats[schema.format ?? ""] ?? textFor(name, at, stuff));
  // A brain that must say something is not silenced by the length that it is used to.
  const whole =
    maxLength === charactersMax && stuff.query !== undefined ? text : cut(text, maxLength);
  return whole.trim().padEnd(minLength, ".");
}

/** A number within its limits: between them, else at the one that there is, else one. */
export function makeNumber(schema: Schema, type: "integer" | "number"): number {
  const { minimum, maximum, exclusiveMinimum, exclusiveMaximum } = limitsOf(schema);
  const step = type === "integer" ? 1 : 1e-6;
  const low = minimum ?? (exclusiveMinimum === undefined ? undefined : exclusiveMinimum + step);
  const high = maximum ?? (exclusiveMaximum === undefined ? undefined : exclusiveMaximum - step);
  if (low === undefined || high === undefined) return low ?? high ?? 1;
  const middle = (low + high) / 2;
  return type === "integer" ? Math.floor(middle) : middle;
}

function textFor(name: string, at: number, stuff: Stuff): string {
  const { question, sentences, urls, ids, seed } = stuff;
  if (/url|link|href|permalink/i.test(name)) return pick(urls, at) || "https://example.org/";
  if (/(^|_)(id|ref|key|source)s?$|Id$/.test(name)) return pick(ids, at) || pick(urls, at) || "s1";
  if (/query|queries|search|keyword|term/i.test(name)) {
    return stuff.query ?? wordsOf(question).slice(0, queryWordsMax).join(" ");
  }
  if (/question|objective|title|headline|name|label|topic|goal/i.test(name)) {
    return at === 0 ? question : `${question} (${at + 1})`;
  }
  if (/quote|cited|passage|excerpt|verbatim/i.test(name)) return pick(sentences, at) || question;
  return pick(sentences, seed + at) || question;
}

const pick = (list: readonly string[], at: number): string => list[at % list.length] ?? "";

const cut = (text: string, length: number): string =>
  text.slice(0, length).replace(/[\uD800-\uDBFF]$/, "");
