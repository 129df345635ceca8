import { sourcesIn } from "../src/domain/request.ts";
import type { SourceQuery } from "../src/domain/source.ts";
import type { Task } from "../src/domain/task.ts";
import type { Brief, Material } from "../src/research/engine.ts";
import { mergeGathered } from "../src/research/material.ts";
import type { Sql } from "../src/store/database.ts";
import { listDrafts } from "../src/store/drafts.ts";
import { listGathered } from "../src/store/material.ts";
import { listRuns, type RunRow } from "../src/store/runs.ts";

export type Searchable = Brief["searchable"];

/** What a run is asked to do, from the request and all that was said about its drafts. */
export async function loadBrief(
  sql: Sql,
  task: Task,
  searchable: Searchable,
  notes: readonly string[] = [],
): Promise<Brief> {
  const runs = await listRuns(sql, task.id);
  const feedback = runs.flatMap(({ feedback: said }) => said ?? []);
  const drafts = await listDrafts(sql, task.id);
  const said = [...feedback, ...notes];
  return {
    kind: task.kind,
    question: task.question,
    given: unique([...task.given, ...said.flatMap((text) => sourcesIn(text))]),
    feedback: said,
    previous: drafts.findLast(({ revision }) => revision < task.revision)?.draft ?? null,
    searchable,
  };
}

/** All that a run may draw on: what it has read, and what earlier runs read where its plan builds on them. */
export async function loadMaterial(sql: Sql, task: Task, revision: number): Promise<Material> {
  const runs = await listRuns(sql, task.id);
  return materialOf(sql, task, runs, revision);
}

async function materialOf(
  sql: Sql,
  task: Task,
  runs: readonly RunRow[],
  revision: number,
): Promise<Material> {
  const run = runs.find((row) => row.revision === revision);
  // A draft edited by hand has no plan of its own: it rests on what the one before has read.
  const reuses = revision > 1 && (run?.plan == null || run.plan.reuse);
  const earlier = reuses ? await materialOf(sql, task, runs, revision - 1) : undefined;
  const gathered = await listGathered(sql, { taskId: task.id, revision });
  const parts = gathered.map(({ subtask, ...rest }) => ({ subtask, gathered: rest }));
  return mergeGathered(parts, earlier);
}

const unique = (queries: readonly SourceQuery[]): readonly SourceQuery[] => [
  ...new Map(queries.map((query) => [JSON.stringify(query), query])).values(),
];
