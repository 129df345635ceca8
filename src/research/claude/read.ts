import { createHash } from "node:crypto";
import { Reading, type SourceQuery } from "../../domain/source.ts";
import { FencedError, PermanentError, RateLimitedError } from "../../errors.ts";
import { nameOf } from "../extractive/titles.ts";
import type { EngineContext } from "../engine.ts";

/** Reads one thing of a run once, also after a restart and for several parts. What cannot be read is a note. */
export async function readOnce(
  query: SourceQuery,
  { read, remember, signal }: EngineContext,
): Promise<Reading> {
  try {
    return await remember(`read:${query.type}:${digestOf(query)}`, Reading, () =>
      read(query, signal),
    );
  } catch (error) {
    // These are about the run, not about the source: whoever runs it has to know.
    if (signal.aborted || error instanceof FencedError || error instanceof RateLimitedError) {
      throw error;
    }
    const why = error instanceof PermanentError ? `: ${error.message}` : ".";
    return { sources: [], notes: [`Could not ${lowerFirst(nameOf(query))}${why}`] };
  }
}

const digestOf = (query: SourceQuery): string =>
  createHash("sha256").update(JSON.stringify(query)).digest("hex").slice(0, 16);

const lowerFirst = (text: string): string => text.charAt(0).toLowerCase() + text.slice(1);
