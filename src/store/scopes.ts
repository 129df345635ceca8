import { z } from "zod";
import type { TaskId } from "../domain/ids.ts";
import { Subtask } from "../domain/plan.ts";
import { atMostOne, type Sql } from "./database.ts";

type Revision = { readonly taskId: TaskId; readonly revision: number };

/** Which plan of its run counts: 1 for the first, one more each time that what is asked changes. */
export async function getScope(sql: Sql, { taskId, revision }: Revision): Promise<number> {
  const { rows } = await sql.query("select scope from run where task_id = $1 and revision = $2", [
    taskId,
    revision,
  ]);
  return z.object({ scope: z.int().positive() }).parse(atMostOne(rows)).scope;
}

/** What a run has brought home when its scope changes. */
export type Kept = {
  /** Parts that are finished, of so many. */
  readonly parts: number;
  readonly of: number;
  readonly sources: number;
};

/**
 * Begins another scope of a run: its plan goes, and with it what was not gathered yet; what was gathered stays. The caller
 * has raised the task's epoch, so nobody works on the old plan any more.
 */
export async function beginScope(tx: Sql, { taskId, revision }: Revision): Promise<Kept> {
  const key = [taskId, revision];
  const { rows } = await tx.query<Kept>(
    `select count(*) filter (where status = 'done')::int as parts, count(*)::int as of,
       (select count(*)::int from source where task_id = $1 and revision = $2) as sources
     from subtask where task_id = $1 and revision = $2 and status <> 'dropped'`,
    key,
  );
  await tx.query(
    "update run set plan = null, scope = scope + 1 where task_id = $1 and revision = $2",
    key,
  );
  await tx.query(
    `update subtask set status = 'dropped', problem = null
     where task_id = $1 and revision = $2 and status in ('pending', 'running', 'failed')`,
    key,
  );
  await tx.query(
    "update part set waits_for = null, waits_until = null where task_id = $1 and revision = $2",
    key,
  );
  return rows[0] ?? { parts: 0, of: 0, sources: 0 };
}

/** The parts of a run that are gathered, as they were planned. */
export async function listFinished(sql: Sql, run: Revision): Promise<readonly Subtask[]> {
  const { rows } = await sql.query<{ body: unknown }>(
    `select body from subtask
     where task_id = $1 and revision = $2 and status = 'done' order by number`,
    [run.taskId, run.revision],
  );
  return rows.map(({ body }) => Subtask.parse(body));
}
