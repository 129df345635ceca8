import type { TaskId } from "../domain/ids.ts";
import { atMostOne, type Sql } from "./database.ts";
import type { Fence, Run } from "./fence.ts";

/** Whether nobody sits and waits for a task: it was asked for by a schedule, or as one of many. */
export async function isPatient(sql: Sql, taskId: TaskId): Promise<boolean> {
  const { rows } = await sql.query(
    "select id from task where id = $1 and lane in ('scheduled', 'batch')",
    [taskId],
  );
  return rows.length > 0;
}

/** A call on its way into a batch: one beginning of a step, and its name in there. */
export type Sent = { readonly name: string; readonly attempt: number; readonly call: string };

/** Writes down that calls are out in a batch, also where the run has become void: somebody has to look after it. */
export async function saveBatch(
  tx: Sql,
  id: string,
  { taskId, revision, epoch, part }: Fence,
  sent: readonly Sent[],
  hours: number,
): Promise<void> {
  await tx.query(
    `insert into batch (id, task_id, revision, epoch, part, until)
     values ($1, $2, $3, $4, $5, now() + $6 * interval '1 hour') on conflict do nothing`,
    [id, taskId, revision, epoch, part, hours],
  );
  await tx.query(
    `update step set batch_id = $1, batch_call = s ->> 'call'
     from json_array_elements($4) s
     where task_id = $2 and revision = $3 and name = s ->> 'name'
       and status = 'started' and attempt = (s ->> 'attempt')::int`,
    [id, taskId, revision, JSON.stringify(sent)],
  );
}

export type BatchRow = {
  readonly run: Run;
  readonly part: string;
  readonly ageSeconds: number;
  /** Its time is up. */
  readonly isOver: boolean;
  readonly isCancelled: boolean;
  /** Whether its run still goes on. */
  readonly stands: boolean;
};

/** Undefined where nothing is left to be done for it. */
export async function findBatch(sql: Sql, id: string): Promise<BatchRow | undefined> {
  const { rows } = await sql.query<BatchRow>(
    `select json_build_object('taskId', b.task_id, 'revision', b.revision, 'epoch', b.epoch) as run, b.part,
       extract(epoch from now() - b.sent_at)::float8 as "ageSeconds", b.until < now() as "isOver",
       b.cancelled as "isCancelled", (t.revision, t.epoch) = (b.revision, b.epoch) as stands
     from batch b join task t on t.id = b.task_id where b.id = $1`,
    [id],
  );
  return atMostOne(rows);
}

/** Until the transaction ends nobody else ends its calls. False where all of that is done. */
export async function lockBatch(tx: Sql, id: string): Promise<boolean> {
  const { rowCount } = await tx.query("select id from batch where id = $1 for update", [id]);
  return rowCount === 1;
}

/** A call that is out in a batch. */
export type Out = {
  readonly name: string;
  readonly attempt: number;
  /** To the digit in which it is stored. */
  readonly reservedUsd: string;
  readonly model: string;
  readonly call: string;
};

export async function listOut(sql: Sql, id: string): Promise<readonly Out[]> {
  const { rows } = await sql.query<Out>(
    `select name, attempt, reserved_usd as "reservedUsd", model, batch_call as call
     from step where batch_id = $1 order by name`,
    [id],
  );
  return rows;
}

export async function markCancelled(sql: Sql, id: string): Promise<void> {
  await sql.query("update batch set cancelled = true where id = $1", [id]);
}

/** Its calls have all ended, and its run goes on. */
export async function deleteBatch(tx: Sql, id: string): Promise<void> {
  await tx.query("delete from batch where id = $1", [id]);
}

/** Until when, at the latest, a run waits for a batch; undefined where it waits for none. */
export async function findBatchUntil(
  sql: Sql,
  { taskId, epoch }: { taskId: TaskId; epoch: number },
): Promise<Date | undefined> {
  const { rows } = await sql.query<{ until: Date }>(
    "select until from batch where task_id = $1 and epoch = $2 order by until desc limit 1",
    [taskId, epoch],
  );
  return atMostOne(rows)?.until;
}

/** Lets those who look after batches of void runs look now: a stop takes no pause. */
export async function hurryVoidBatches(sql: Sql, queue: string): Promise<void> {
  await sql.query(
    `update pgboss.job j set start_after = clock_timestamp()
     from batch b join task t on t.id = b.task_id
     where j.name = $1 and j.state = 'created' and j.start_after > clock_timestamp()
       and j.data ->> 'batch' = b.id and not b.cancelled
       and (t.revision, t.epoch) <> (b.revision, b.epoch)`,
    [queue],
  );
}

/** Batches that no job looks after, locked: something was lost on the way. */
export async function listUnwatched(
  tx: Sql,
  queue: string,
): Promise<readonly { readonly taskId: TaskId; readonly batch: string }[]> {
  const { rows } = await tx.query<{ taskId: TaskId; batch: string }>(
    `select b.task_id as "taskId", b.id as batch from batch b
     where not exists (
       select from pgboss.job j
       where j.name = $1 and j.state < 'completed' and j.data ->> 'batch' = b.id
     ) limit 100 for update of b skip locked`,
    [queue],
  );
  return rows;
}
