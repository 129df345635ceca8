import type { TaskId } from "../domain/ids.ts";
import { FencedError } from "../errors.ts";
import { atMostOne, type Sql } from "./database.ts";

/** Which pass of which task a job is about. `epoch` is the task's when the job was sent. */
export type Run = { readonly taskId: TaskId; readonly revision: number; readonly epoch: number };

/** The right to write for one part of a run. It is lost when the task's epoch rises or another worker takes the part. */
export type Fence = Run & { readonly part: string; readonly claim: number };

/**
 * Takes a part of a run, from whoever had it before. Undefined when the run is void: stopped, changed or ended. Under the
 * task's lock, so that whoever holds the fence just now ends first, and nothing of theirs is written after this.
 */
export async function takePart(sql: Sql, run: Run, part: string): Promise<Fence | undefined> {
  const { rows } = await sql.query<{ claim: number }>(
    `with owner as (
       select id, revision from task where id = $1 and revision = $2 and epoch = $3 for no key update
     )
     insert into part (task_id, revision, name, claim) select id, revision, $4, 1 from owner
     on conflict (task_id, revision, name) do update
       set claim = part.claim + 1, taken_at = now(), waits_for = null, waits_until = null
     returning claim`,
    [run.taskId, run.revision, run.epoch, part],
  );
  const taken = atMostOne(rows);
  return taken && { ...run, part, claim: taken.claim };
}

/**
 * Locks the task and makes sure that the fence still stands; everything written later in `tx` is then safe from a stop
 * or a second worker. Throws FencedError when it does not.
 */
export async function holdFence(tx: Sql, fence: Fence): Promise<void> {
  const { rows } = await tx.query(
    `select t.id from task t join part p on p.task_id = t.id and p.revision = t.revision
     where t.id = $1 and t.revision = $2 and t.epoch = $3 and p.name = $4 and p.claim = $5
     -- Of the part as well: who had to wait for the task would see the part as it was before.
     for update of t, p`,
    [fence.taskId, fence.revision, fence.epoch, fence.part, fence.claim],
  );
  if (rows.length === 0)
    throw new FencedError(`${fence.part} of ${fence.taskId} is no longer ours`);
}

/** Whether the fence still stands, without locking anything: for a look in passing. */
export async function isStanding(sql: Sql, fence: Fence): Promise<boolean> {
  const { rows } = await sql.query(
    `select t.id from task t join part p on p.task_id = t.id and p.revision = t.revision
     where t.id = $1 and t.revision = $2 and t.epoch = $3 and p.name = $4 and p.claim = $5`,
    [fence.taskId, fence.revision, fence.epoch, fence.part, fence.claim],
  );
  return rows.length > 0;
}

/** Notes that a part waits as it was told to: by whom, and for how long from now. Nothing happens once the fence has fallen. */
export async function noteWait(
  sql: Sql,
  fence: Fence,
  wait: { readonly for: string; readonly seconds: number },
): Promise<void> {
  await sql.query(
    `update part set waits_for = $6, waits_until = clock_timestamp() + $7 * interval '1 second'
     from task t
     where t.id = part.task_id and t.id = $1 and t.revision = $2 and t.epoch = $3
       and part.revision = t.revision and part.name = $4 and part.claim = $5`,
    [fence.taskId, fence.revision, fence.epoch, fence.part, fence.claim, wait.for, wait.seconds],
  );
}

/** The longest wait that a run has been told to make; undefined when none is left of any. */
export async function findWait(
  sql: Sql,
  run: { taskId: TaskId; revision: number },
): Promise<{ for: string; until: Date } | undefined> {
  const { rows } = await sql.query<{ for: string; until: Date }>(
    `select waits_for as for, waits_until as until from part
     where task_id = $1 and revision = $2 and waits_until > clock_timestamp()
     order by waits_until desc limit 1`,
    [run.taskId, run.revision],
  );
  return atMostOne(rows);
}
