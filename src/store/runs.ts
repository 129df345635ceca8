import { z } from "zod";
import type { TaskId } from "../domain/ids.ts";
import { Plan, Subtask } from "../domain/plan.ts";
import { atMostOne, type Sql } from "./database.ts";

/** One pass at one revision, with what was said about the revision before. */
export const RunRow = z.object({
  revision: z.int().positive(),
  feedback: z.string().nullable(),
  plan: Plan.nullable(),
  /** Which plan of the run it is: 1 for the first, one more each time that what is asked changes. */
  scope: z.int().positive(),
  createdAt: z.coerce.date(),
});
export type RunRow = Readonly<z.infer<typeof RunRow>>;

/** A subtask as the card shows it. `sources` counts what it has read. */
export const SubtaskRow = z.object({
  number: z.int().positive(),
  title: z.string(),
  status: z.enum(["pending", "running", "done", "failed"]),
  problem: z.string().nullable(),
  sources: z.int().nonnegative(),
  /** What there is to say about its reading, first things first; null where all went well. */
  note: z.string().nullable(),
});
export type SubtaskRow = Readonly<z.infer<typeof SubtaskRow>>;

export async function createRun(
  tx: Sql,
  run: { taskId: TaskId; revision: number; feedback: string | null },
): Promise<void> {
  await tx.query("insert into run (task_id, revision, feedback) values ($1, $2, $3)", [
    run.taskId,
    run.revision,
    run.feedback,
  ]);
}

/** All runs of a task, oldest first. */
export async function listRuns(sql: Sql, taskId: TaskId): Promise<readonly RunRow[]> {
  const { rows } = await sql.query(
    `select revision, feedback, plan, scope, created_at as "createdAt"
     from run where task_id = $1 order by revision`,
    [taskId],
  );
  return rows.map((row) => RunRow.parse(row));
}

/**
 * Stores the plan and its subtasks, and answers with the plan that stands: a second one for the same scope replaces nothing.
 * Parts of a later scope are numbered on from those before.
 */
export async function savePlan(
  tx: Sql,
  run: { taskId: TaskId; revision: number },
  plan: Plan,
  engine: string,
): Promise<Plan> {
  const { rows } = await tx.query<{ plan: unknown; highest: number }>(
    `select plan, (select coalesce(max(number), 0)::int from subtask s
       where (s.task_id, s.revision) = (run.task_id, run.revision)) as highest
     from run where task_id = $1 and revision = $2`,
    [run.taskId, run.revision],
  );
  const { plan: standing, highest = 0 } = rows[0] ?? {};
  if (standing != null) return Plan.parse(standing);
  const numbered = numberFrom(plan, highest);
  await tx.query(
    "update run set plan = $3, engine = $4 where task_id = $1 and revision = $2 and plan is null",
    [run.taskId, run.revision, JSON.stringify(numbered), engine],
  );
  await tx.query(
    `insert into subtask (task_id, revision, number, title, body)
     select $1, $2, (s ->> 'number')::int, s ->> 'title', s from json_array_elements($3) s
     on conflict do nothing`,
    [run.taskId, run.revision, JSON.stringify(numbered.subtasks)],
  );
  return numbered;
}

/** Adds parts to a run whose plan is being carried out, and answers with the numbers of those that were not there yet. */
export async function addSubtasks(
  tx: Sql,
  run: { taskId: TaskId; revision: number },
  subtasks: readonly Subtask[],
): Promise<readonly number[]> {
  const { rows } = await tx.query<{ number: number }>(
    `insert into subtask (task_id, revision, number, title, body)
     select $1, $2, (s ->> 'number')::int, s ->> 'title', s from json_array_elements($3) s
     on conflict do nothing
     returning number`,
    [run.taskId, run.revision, JSON.stringify(subtasks)],
  );
  return rows.map(({ number }) => number).toSorted((a, b) => a - b);
}

const numberFrom = (plan: Plan, highest: number): Plan => ({
  ...plan,
  subtasks: plan.subtasks.map((subtask) => ({ ...subtask, number: subtask.number + highest })),
});

/** Before a run is gathered once more: a part that failed is open again, so that the others do not finish without it. */
export async function reopenFailed(
  tx: Sql,
  run: { taskId: TaskId; revision: number },
): Promise<void> {
  await tx.query(
    `update subtask set status = 'pending', problem = null
     where task_id = $1 and revision = $2 and status = 'failed'`,
    [run.taskId, run.revision],
  );
}

export async function getSubtask(
  sql: Sql,
  run: { taskId: TaskId; revision: number },
  number: number,
): Promise<Subtask | undefined> {
  const { rows } = await sql.query<{ body: unknown }>(
    "select body from subtask where task_id = $1 and revision = $2 and number = $3",
    [run.taskId, run.revision, number],
  );
  const row = atMostOne(rows);
  return row && Subtask.parse(row.body);
}

export async function listSubtasks(
  sql: Sql,
  run: { taskId: TaskId; revision: number },
): Promise<readonly SubtaskRow[]> {
  const { rows } = await sql.query(
    `select number, title, status, problem, notes ->> 0 as note,
       (select count(*)::int from source s
        where (s.task_id, s.revision, s.subtask) = (t.task_id, t.revision, t.number)) as sources
     from subtask t where task_id = $1 and revision = $2 and status <> 'dropped' order by number`,
    [run.taskId, run.revision],
  );
  return rows.map((row) => SubtaskRow.parse(row));
}

/** Also of one that failed before: a retried run tries it again. */
export async function startSubtask(
  tx: Sql,
  run: { taskId: TaskId; revision: number },
  number: number,
): Promise<void> {
  await tx.query(
    `update subtask set status = 'running', problem = null
     where task_id = $1 and revision = $2 and number = $3 and status in ('pending', 'failed')`,
    [run.taskId, run.revision, number],
  );
}

/** A failed subtask is told to the person and does not stop the others. */
export async function failSubtask(
  tx: Sql,
  run: { taskId: TaskId; revision: number },
  number: number,
  problem: string,
): Promise<void> {
  await tx.query(
    `update subtask set status = 'failed', problem = $4
     where task_id = $1 and revision = $2 and number = $3 and status in ('pending', 'running')`,
    [run.taskId, run.revision, number, problem],
  );
}
