import type { TaskId } from "../domain/ids.ts";
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

/**
 * Written before the work begins: a step that is still `started` after a crash may have been paid for. False when the step
 * is finished already: two parts of a run may read the same thing.
 */
export const startStep = (sql: Sql, fence: Fence, name: string): Promise<boolean> =>
  writeFenced(
    sql,
    fence,
    `insert into step (task_id, revision, name, status)
     select task_id, revision, $6, 'started' from standing
     on conflict (task_id, revision, name) do update set started_at = now(), begun = step.begun + 1
     where step.status = 'started'`,
    [name],
  );

/** A step is finished once: false when another part was first, whose result stays. */
export const finishStep = (
  sql: Sql,
  fence: Fence,
  name: string,
  output: string,
): Promise<boolean> =>
  writeFenced(
    sql,
    fence,
    `update step set status = 'done', output = $7, done_at = now()
     from standing
     where step.task_id = standing.task_id and step.revision = standing.revision
       and step.name = $6 and step.status = 'started'`,
    [name, output],
  );

/**
 * Runs a write that takes its rows from `standing`, which is empty once the fence has fallen: then it throws FencedError.
 * Answers whether a row was written.
 */
async function writeFenced(
  sql: Sql,
  fence: Fence,
  write: string,
  values: readonly string[],
): Promise<boolean> {
  const { rows } = await sql.query<{ standing: boolean; written: boolean }>(
    `with standing as (
       select p.task_id, p.revision from task t join part p on p.task_id = t.id and p.revision = t.revision
       where t.id = $1 and t.revision = $2 and t.epoch = $3 and p.name = $4 and p.claim = $5
     ), written as (${write} returning 1)
     select exists (select from standing) as standing, exists (select from written) as written`,
    [fence.taskId, fence.revision, fence.epoch, fence.part, fence.claim, ...values],
  );
  const [outcome] = rows;
  if (!outcome?.standing)
    throw new FencedError(`${fence.part} of ${fence.taskId} is no longer ours`);
  return outcome.written;
}

/** One remembered step as the ledger shows it. */
export type LedgerLine = {
  readonly revision: number;
  readonly name: string;
  /** Its result is there. */
  readonly paid: boolean;
  /** How often it was begun and never ended: each may have been paid for, and nobody here can tell. */
  readonly maybePaid: number;
};

/** What a task's steps cost, as far as it is known, in the order in which they were begun. */
export async function listLedger(sql: Sql, taskId: TaskId): Promise<readonly LedgerLine[]> {
  const { rows } = await sql.query<LedgerLine>(
    `select revision, name, paid, maybe_paid as "maybePaid" from ledger
     where task_id = $1 order by revision, started_at, name`,
    [taskId],
  );
  return rows;
}
