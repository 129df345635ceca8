import type { Finding, Passage, Reading, Source } from "../../../domain/source.ts";

/** A source as a conversation knows it, by its number from 1: `s3`. */
export type Shelved = { readonly number: number; readonly source: Source };

/** What a conversation has read, and what it has found in it. Filled in the same order again, it is the same again. */
export type Shelf = {
  readonly sources: readonly Source[];
  readonly findings: readonly Finding[];
  readonly notes: readonly string[];
  /** Whether something on it may not be seen by the whole world. */
  readonly private: boolean;
  /** Addresses that a search has brought. */
  readonly found: ReadonlySet<string>;
  /** Puts up what was read; what is there already keeps its number. */
  add(reading: Reading, by: "search" | "reading"): readonly Shelved[];
  /** By number (`s3`, `3`), address or title, as models name things. */
  find(name: string): Shelved | undefined;
  record(place: Shelved, passages: readonly number[], why: string): void;
};

/** Sources one conversation keeps, and findings it may record. */
export const shelfLimits = { sources: 40, findings: 80 } as const;

/** Findings are kept in the order in which they were made: the first ones score highest. */
const scoreStep = 0.001;

export function openShelf(): Shelf {
  const sources: Source[] = [];
  const findings: Finding[] = [];
  const notes = new Set<string>();
  const found = new Set<string>();
  const places = new Map<string, number>();

  function put(source: Source): Shelved | undefined {
    const key = keyOf(source);
    const known = places.get(key);
    const there = known === undefined ? undefined : sources[known];
    if (known !== undefined && there) return { number: known + 1, source: there };
    if (sources.length >= shelfLimits.sources) return undefined;
    places.set(key, sources.length);
    sources.push(source);
    return { number: sources.length, source };
  }

  return {
    sources,
    findings,
    get notes() {
      return [...notes];
    },
    get private() {
      return sources.some(({ visibility }) => visibility.type !== "public");
    },
    found,
    add(reading, by) {
      for (const note of reading.notes) notes.add(note);
      for (const { url } of reading.sources) {
        if (by === "search" && url !== null) found.add(bareUrl(url));
      }
      const placed = reading.sources.map(put).filter((place) => place !== undefined);
      if (placed.length < reading.sources.length) {
        notes.add(`Only the first ${shelfLimits.sources} sources were kept.`);
      }
      return placed;
    },
    find(name) {
      const wanted = name.trim();
      const number = /^s?(\d{1,4})$/i.exec(wanted)?.[1];
      const at =
        number === undefined
          ? sources.findIndex(({ url, title }) => isNamed({ url, title }, wanted))
          : Number(number) - 1;
      const source = sources[at];
      return source && { number: at + 1, source };
    },
    record({ number, source }, passages, why) {
      for (const passage of passages) {
        const at = { source: number - 1, passage: passage - 1 };
        const known = findings.some(
          (one) => one.source === at.source && one.passage === at.passage,
        );
        if (known || source.passages[at.passage] === undefined) continue;
        if (findings.length >= shelfLimits.findings) return;
        findings.push({ ...at, score: 1 - findings.length * scoreStep, why });
      }
    },
  };
}

/** Passages by their numbers from 1, those that are there. */
export const passagesOf = (
  { passages }: Source,
  numbers: readonly number[],
): readonly { readonly number: number; readonly passage: Passage }[] =>
  numbers.flatMap((number) => {
    const passage = passages[number - 1];
    return passage === undefined ? [] : [{ number, passage }];
  });

const keyOf = ({ type, title, url, passages }: Source): string =>
  url === null
    ? JSON.stringify([type, title, passages.length, passages[0]?.text ?? ""])
    : bareUrl(url);

const isNamed = ({ url, title }: Pick<Source, "url" | "title">, wanted: string): boolean =>
  title === wanted || (url !== null && bareUrl(url) === bareUrl(wanted));

/** An address without what does not change the page: fragment and a last slash. */
export const bareUrl = (url: string): string => url.trim().replace(/#.*$/, "").replace(/\/$/, "");
