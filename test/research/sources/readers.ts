import type { ReaderDeps } from "../../../src/research/sources/deps.ts";
import { openParser } from "../../../src/research/sources/documents/parse.ts";
import { openFetch } from "../../../src/research/sources/fetch.ts";
import { openReader } from "../../../src/research/sources/reader.ts";

/** When the readers of these tests read. */
export const now = new Date("2026-05-04T10:00:00Z");

const parse = openParser();

/** A page about something, long enough to be an article. */
export const article = (about: string) =>
  `<html><head><title>${about}</title></head><body><article><h1>${about}</h1><p>${`There is much to say about ${about}. `.repeat(20)}</p></article></body></html>`;

/** For what a test does not expect to be asked. */
export const unused = async (): Promise<never> => {
  throw new Error("not expected here");
};

/** A reader with real fetch and parser on this host, and nothing behind its other deps unless given. */
export function openTestReader(allow: readonly string[], given: Partial<ReaderDeps> = {}) {
  const logged: string[] = [];
  const door = openFetch({ allow });
  const read = openReader({
    fetchPage: door.fetchPage,
    search: null,
    slack: { thread: unused, channel: unused, file: unused },
    library: { search: unused },
    answers: unused,
    parse,
    now: () => now,
    log: (event, fields) => logged.push(JSON.stringify({ event, ...fields })),
    ...given,
  });
  return { read, logged, [Symbol.asyncDispose]: () => door[Symbol.asyncDispose]() };
}
