import type { Reading, Source, SourceQuery } from "../../domain/source.ts";
import type { Read } from "../engine.ts";
import type { ReaderDeps } from "./deps.ts";
import { readFile } from "./file.ts";
import { readLibrary } from "./hits.ts";
import { readInline } from "./inline.ts";
import { wordingLimits } from "./limits.ts";
import { readChannel, readThread } from "./messages.ts";
import { readPage } from "./page.ts";
import { readWeb } from "./web.ts";
import { shorten } from "./wording.ts";

/** Reads whatever a source query names. Throws when `signal` is aborted, and what its deps throw. */
export function openReader(deps: ReaderDeps): Read {
  return async (query, signal) => {
    signal.throwIfAborted();
    const reading = await readOne(query, deps, signal);
    signal.throwIfAborted();
    return { sources: distinct(reading.sources), notes: tidy(reading.notes) };
  };
}

async function readOne(
  query: SourceQuery,
  deps: ReaderDeps,
  signal: AbortSignal,
): Promise<Reading> {
  switch (query.type) {
    case "thread":
      return readThread(query, deps);
    case "channel":
      return readChannel(query, deps);
    case "page":
      return readPage(query.url, deps, signal);
    case "file":
      return readFile(query, deps, signal);
    case "text":
      return readInline(query.text, deps.now());
    case "library":
      return readLibrary(query.query, deps);
    case "web":
      return readWeb(query.query, deps, signal);
    case "task":
      return readAnswer(query.number, deps);
    default:
      return query satisfies never;
  }
}

async function readAnswer(number: number, deps: ReaderDeps): Promise<Reading> {
  const answer = await deps.answers(number);
  return "problem" in answer
    ? { sources: [], notes: [answer.problem] }
    : { sources: [answer], notes: [] };
}

/** Each address once: searches and redirects often lead to the same page. */
function distinct(sources: readonly Source[]): Source[] {
  const seen = new Set<string>();
  return sources.filter(({ url }) => {
    if (url === null) return true;
    const known = seen.has(url);
    seen.add(url);
    return !known;
  });
}

const tidy = (notes: readonly string[]): string[] =>
  [...new Set(notes)]
    .slice(0, wordingLimits.notesMax)
    .map((note) => shorten(note, wordingLimits.noteCharsMax));
