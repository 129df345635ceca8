import type { Subtask } from "../../../domain/plan.ts";
import type { Finding, Source } from "../../../domain/source.ts";
import type { Brief, EngineContext, Gathered } from "../../engine.ts";
import { isEcho } from "../../extractive/echo.ts";
import { findAll, findFor } from "../../extractive/findings.ts";
import { unitsOf } from "../../extractive/units.ts";
import { allEnded } from "../ended.ts";
import { readOnce } from "../read.ts";

/** Up to so many characters are written up from as they are; of more, what speaks about the request is chosen by rule. */
const wholeCharactersMax = 120_000;

/** Passages that are brought home at most. */
const passagesMax = 600;

/** What is named is read, and all of it counts: whoever writes sees it as it is. Costs nothing. */
export async function readAll(
  brief: Brief,
  { queries }: Subtask,
  context: EngineContext,
): Promise<Gathered> {
  const readings = await allEnded(queries.map((query) => readOnce(query, context)));
  context.signal.throwIfAborted();
  const sources = readings.flatMap((reading) => reading.sources);
  const notes = new Set(readings.flatMap((reading) => reading.notes));
  const findings = await findIn(sources, brief);
  if (sources.length === 0 && notes.size === 0) notes.add("Nothing was there to read.");
  return { sources, findings, notes: [...notes] };
}

async function findIn(sources: readonly Source[], brief: Brief): Promise<Finding[]> {
  const all = sources.flatMap(({ passages }, source) =>
    passages.flatMap((passage, position): Finding[] =>
      isEcho(passage, brief.question) || passage.text.trim() === ""
        ? []
        : [{ source, passage: position, score: 1, why: "named in the request" }],
    ),
  );
  const characters = all.reduce(
    (sum, { source, passage }) => sum + (sources[source]?.passages[passage]?.text.length ?? 0),
    0,
  );
  if (all.length <= passagesMax && characters <= wholeCharactersMax) return all;
  const { units } = await unitsOf(sources, (passage) => isEcho(passage, brief.question));
  const fitting = await findFor(units, [brief.question, ...brief.feedback].join(" "));
  return fitting.length > 0 ? fitting : findAll(units, sources);
}
