import { sourcesIn } from "../src/domain/request.ts";
import type { SourceQuery } from "../src/domain/source.ts";
import type { Task } from "../src/domain/task.ts";
import type { Brief, Material } from "../src/research/engine.ts";
import { mergeGathered } from "../src/research/material.ts";
import type { Sql } from "../src/store/database.ts";
import { listDrafts } from "../src/store/drafts.ts";
import { listGathered } from "../src/store/material.ts";
import { listEarlierNotes } from "../src/store/notes.ts";
import { getQuestion, type QuestionRow } from "../src/store/questions.ts";
import { listRuns, type RunRow } from "../src/store/runs.ts";
import { listFinished } from "../src/store/scopes.ts";

export type Searchable = Brief["searchable"];

/**
 * What a run is asked to do: the request, all that was said about its drafts and to the runs before, what it asked back, and
 * the notes that whoever works on it has heard by now.
 */
export async function loadBrief(
  sql: Sql,
  task: Task,
  searchable: Searchable,
  notes: readonly string[] = [],
): Promise<Brief> {
  const said = [...(await listSaid(sql, task)), ...notes];
  const drafts = await listDrafts(sql, task.id);
  const asked = await getQuestion(sql, task.id);
  return {
    kind: task.kind,
    question: task.question,
    given: unique([...task.given, ...said.flatMap((text) => sourcesIn(text))]),
    feedback: said,
    previous: drafts.findLast(({ revision }) => revision < task.revision)?.draft ?? null,
    searchable,
    shownIn: { channel: task.thread.channel, direct: task.thread.channel.startsWith("D") },
    ...(asked?.answer != null && { answers: [answered(asked.question, asked.answer, asked)] }),
  };
}

/** Oldest first: the feedback that a revision began with, and then what was said while it was worked on. */
async function listSaid(sql: Sql, { id, revision: current }: Task): Promise<readonly string[]> {
  const runs = await listRuns(sql, id);
  const notes = await listEarlierNotes(sql, id, current);
  return runs.flatMap(({ revision, feedback }) => [
    ...(feedback === null ? [] : [feedback]),
    ...notes.filter((note) => note.revision === revision).map(({ text }) => text),
  ]);
}

const answered = (question: string, answer: string, { answeredBy }: QuestionRow) => ({
  question,
  answer,
  assumed: answeredBy === null,
});

/** What a run has gathered before what is asked has changed, for the plan that takes the place of the first one. */
export async function loadFound(sql: Sql, task: Task): Promise<NonNullable<Brief["found"]>> {
  const { id, revision } = task;
  const subtasks = await listFinished(sql, { taskId: id, revision });
  return { subtasks, material: await loadMaterial(sql, task, revision) };
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
