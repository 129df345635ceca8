import type { MessageTs, TaskId, TeamId, UserId } from "../domain/ids.ts";
import { type Refusal, type Status, Task, type TaskEvent, transition } from "../domain/task.ts";
import { atMostOne, type Sql } from "./database.ts";
import { recordEvent } from "./history.ts";

const columns = `id, number, kind, origin, requester, question, given, revision, epoch, state,
  json_build_object('team', team, 'channel', channel, 'ts', thread_ts) as thread,
  moved_from as "movedFrom", created_at as "createdAt"`;

export async function getTask(sql: Sql, id: TaskId): Promise<Task> {
  const { rows } = await sql.query(`select ${columns} from task where id = $1`, [id]);
  return Task.parse(rows[0]);
}

export async function findTask(sql: Sql, team: TeamId, number: number): Promise<Task | undefined> {
  const { rows } = await sql.query(`select ${columns} from task where team = $1 and number = $2`, [
    team,
    number,
  ]);
  return atMostOne(rows.map((row) => Task.parse(row)));
}

/** The newest task answered in a thread: what people say there is about that one. */
export async function findTaskInThread(
  sql: Sql,
  place: { team: TeamId; channel: string; ts: string },
): Promise<Task | undefined> {
  const { rows } = await sql.query(
    `select ${columns} from task where team = $1 and channel = $2 and thread_ts = $3
     order by created_at desc, number desc limit 1`,
    [place.team, place.channel, place.ts],
  );
  return atMostOne(rows.map((row) => Task.parse(row)));
}

/** The task that a message asked for, wherever it is answered by now. */
export async function findTaskAskedIn(
  sql: Sql,
  message: { team: TeamId; channel: string; ts: string },
): Promise<Task | undefined> {
  const { rows } = await sql.query(
    `select ${columns} from task
     where team = $1 and asked_ts = $3 and coalesce(moved_from, channel) = $2`,
    [message.team, message.channel, message.ts],
  );
  return atMostOne(rows.map((row) => Task.parse(row)));
}

/** The request reads otherwise from now on. The caller sees to it that nobody goes on with what it was. */
export async function rewriteRequest(
  tx: Sql,
  id: TaskId,
  { kind, question, given }: Pick<Task, "kind" | "question" | "given">,
): Promise<void> {
  await tx.query("update task set kind = $2, question = $3, given = $4 where id = $1", [
    id,
    kind,
    question,
    JSON.stringify(given),
  ]);
}

export async function listTasks(
  sql: Sql,
  filter: { team: TeamId; requester: UserId; statuses: readonly Status[]; max: number },
): Promise<readonly Task[]> {
  const { rows } = await sql.query(
    `select ${columns} from task
     where team = $1 and requester = $2 and status = any($3::text[])
     order by created_at desc, number desc limit $4`,
    [filter.team, filter.requester, filter.statuses, filter.max],
  );
  return rows.map((row) => Task.parse(row));
}

/** The task as it is now; until the transaction ends nobody else changes it. */
export async function lockTask(tx: Sql, id: TaskId): Promise<Task> {
  const { rows } = await tx.query(`select ${columns} from task where id = $1 for update`, [id]);
  return Task.parse(rows[0]);
}

/** Applies `event` under a row lock, so of two simultaneous clicks exactly one is applied. */
export async function changeTask(tx: Sql, id: TaskId, event: TaskEvent): Promise<Task | Refusal> {
  const before = await lockTask(tx, id);
  const after = transition(before, event);
  if (typeof after === "string") return after;

  await tx.query(
    // Only what goes on keeps its slot; see the admission.
    `update task set revision = $2, epoch = $3, state = $4, changed_at = now(),
       admitted_at = case when $5 then admitted_at end,
       waits_since = case when $5 then waits_since end
     where id = $1`,
    [
      id,
      after.revision,
      after.epoch,
      JSON.stringify(after.state),
      after.state.status === "running",
    ],
  );
  await recordEvent(tx, before, after, event);
  return after;
}

/** A slash command's thread begins with our own card; from then on replies to it are about the task. */
export async function setThread(sql: Sql, id: TaskId, ts: MessageTs): Promise<void> {
  await sql.query("update task set thread_ts = $2 where id = $1 and thread_ts is null", [id, ts]);
}

/** Answers a task in another channel than where it was asked, because we may not post there. */
export async function moveTask(tx: Sql, id: TaskId, channel: string): Promise<void> {
  await tx.query(
    `update task set moved_from = coalesce(moved_from, channel), channel = $2, thread_ts = null
     where id = $1`,
    [id, channel],
  );
  await tx.query(
    `update delivery set channel = $2, thread_ts = null where task_id = $1 and state = 'pending'`,
    [id, channel],
  );
}
