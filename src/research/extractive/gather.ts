import { createHash } from "node:crypto";
import type { Subtask } from "../../domain/plan.ts";
import { Reading, type Finding, type Source, type SourceQuery } from "../../domain/source.ts";
import { FencedError, PermanentError, RateLimitedError } from "../../errors.ts";
import type { Brief, EngineContext, Gathered } from "../engine.ts";
import { isEcho } from "./echo.ts";
import { findAll, findFor } from "./findings.ts";
import { phraseOf } from "./phrase.ts";
import { besideSides, formOf } from "./request.ts";
import { titleOf } from "./titles.ts";
import { unitsOf } from "./units.ts";
import { shapeOf } from "./shape.ts";
import { wishesIn } from "./wishes.ts";

/** Sources one subtask may bring home; a search gives fewer. */
const sourcesMax = 40;

/** Reads what the subtask names, all at once, and keeps the passages that matter for the request. */
export async function gatherFor(
  brief: Brief,
  subtask: Subtask,
  context: EngineContext,
): Promise<Gathered> {
  const readings = await Promise.all(subtask.queries.map((query) => readOnce(query, context)));
  context.signal.throwIfAborted();
  const all = readings.flatMap(({ sources }) => sources);
  const sources = all.slice(0, sourcesMax);
  const notes = [
    ...readings.flatMap((reading) => reading.notes),
    ...(all.length > sourcesMax
      ? [`Of ${all.length} sources found, the first ${sourcesMax} were read.`]
      : []),
    ...(subtask.queries.length === 0
      ? ["Nothing to read was named, and no search is set up here."]
      : []),
    ...nothingFound(subtask, readings),
  ];
  return { sources, findings: await findIn(sources, brief, subtask), notes: [...new Set(notes)] };
}

/** The same query of a run is read once, also after a restart. */
async function readOnce(
  query: SourceQuery,
  { read, remember, signal }: EngineContext,
): Promise<Reading> {
  try {
    return await remember(`read:${query.type}:${digestOf(query)}`, Reading, () =>
      read(query, signal),
    );
  } catch (error) {
    // These are about the run, not about the source: whoever runs it has to know.
    if (signal.aborted || error instanceof FencedError || error instanceof RateLimitedError)
      throw error;
    const why = error instanceof PermanentError ? `: ${error.message}` : ".";
    return { sources: [], notes: [`Could not ${lowerFirst(titleOf([query]))}${why}`] };
  }
}

const digestOf = (query: SourceQuery): string =>
  createHash("sha256").update(JSON.stringify(query)).digest("hex").slice(0, 16);

function nothingFound(
  { queries, objective: about }: Subtask,
  readings: readonly Reading[],
): string[] {
  return queries.flatMap((query, i) => {
    const reading = readings[i];
    if (!reading || reading.sources.length > 0 || reading.notes.length > 0) return [];
    // In the words of the request: the query is only how they were searched for.
    if (query.type === "web") return [`The web search for “${phraseOf(about)}” found nothing.`];
    if (query.type === "library") return [`The library has nothing on “${phraseOf(about)}”.`];
    return [`Nothing was there to read: ${lowerFirst(titleOf([query]))}.`];
  });
}

async function findIn(
  sources: readonly Source[],
  brief: Brief,
  subtask: Subtask,
): Promise<Finding[]> {
  const { units } = await unitsOf(sources, (passage) => isEcho(passage, brief.question));
  if (formOf(brief, sources) !== "question") return findAll(units, sources);
  const searched = subtask.queries.some(({ type }) => type === "web" || type === "library");
  const { focus } = shapeOf(wishesIn(brief.feedback));
  return findFor(
    units,
    [
      searched ? `${subtask.objective} ${brief.question}` : brief.question,
      ...besideSides(brief.question),
      ...focus,
    ].join(" "),
  );
}

const lowerFirst = (text: string): string => text.charAt(0).toLowerCase() + text.slice(1);
