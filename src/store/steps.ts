import { FencedError } from "../errors.ts";
import { atMostOne, type Sql } from "./database.ts";
import type { Fence, Run } from "./fence.ts";

/** The output of a finished step, exactly as it was stored; undefined when it never finished. */
export async function getStep(sql: Sql, run: Run, name: string): Promise<string | undefined> {
  const { rows } = await sql.query<{ output: string }>(
    `select output from step
     where task_id = $1 and revision = $2 and name = $3 and status = 'done'`,
    [run.taskId, run.revision, name],
  );
  return atMostOne(rows)?.output;
}

/** Written before the work begins: a step that is still `started` after a crash may have been paid for. */
export async function startStep(sql: Sql, fence: Fence, name: string): Promise<void> {
  await fenced(
    sql,
    fence,
    `insert into step (task_id, revision, name, status)
     select task_id, revision, $6, 'started' from standing
     on conflict (task_id, revision, name) do update set started_at = now() where step.status = 'started'`,
    [name],
  );
}

/** The first result stays: a step is finished once. */
export async function finishStep(
  sql: Sql,
  fence: Fence,
  name: string,
  output: string,
): Promise<void> {
  await fenced(
    sql,
    fence,
    `update step set status = 'done', output = $7, done_at = now()
     from standing
     where step.task_id = standing.task_id and step.revision = standing.revision
       and step.name = $6 and step.status = 'started'`,
    [name, output],
  );
}

/** Runs a write that takes its rows from `standing`, which is empty once the fence has fallen. */
async function fenced(
  sql: Sql,
  fence: Fence,
  write: string,
  values: readonly string[],
): Promise<void> {
  const { rowCount } = await sql.query(
    `with standing as (
       select p.task_id, p.revision from task t join part p on p.task_id = t.id and p.revision = t.revision
       where t.id = $1 and t.revision = $2 and t.epoch = $3 and p.name = $4 and p.claim = $5
     ) ${write}`,
    [fence.taskId, fence.revision, fence.epoch, fence.part, fence.claim, ...values],
  );
  if (rowCount === 0) throw new FencedError(`${fence.part} of ${fence.taskId} is no longer ours`);
}
