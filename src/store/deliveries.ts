import { z } from "zod";
import { ChannelId, MessageTs, type TaskId, TeamId } from "../domain/ids.ts";
import { atMostOne, type Sql } from "./database.ts";

/** One Slack message that we own, as far as we know it. */
export const Delivery = z.object({
  key: z.string(),
  team: TeamId,
  channel: ChannelId,
  threadTs: MessageTs.nullable(),
  /** `sending`: we asked Slack and do not know the answer. `unresolved`: a person has to look. */
  state: z.enum(["pending", "sending", "sent", "unresolved"]),
  body: z.object({ text: z.string() }).nullable(),
  hash: z.string().nullable(),
  ts: MessageTs.nullable(),
  /** How often it was sent off. */
  attempt: z.int().nonnegative(),
  /** Since the last attempt to post it, by the database's clock. */
  sendingForMs: z.number().nullable(),
  sendingAtSeconds: z.number().nullable(),
  /** Since the thread last changed, by the database's clock. */
  shownForMs: z.number().nullable(),
});
export type Delivery = Readonly<z.infer<typeof Delivery>>;

const columns = `key, team, channel, thread_ts as "threadTs", state, body, hash, ts, attempt,
  (extract(epoch from clock_timestamp() - sending_at) * 1000)::float8 as "sendingForMs",
  extract(epoch from sending_at)::float8 as "sendingAtSeconds",
  (extract(epoch from clock_timestamp() - shown_at) * 1000)::float8 as "shownForMs"`;

export type NewDelivery = {
  readonly key: string;
  readonly taskId: TaskId | null;
  readonly team: string;
  readonly channel: string;
  readonly threadTs: string | null;
  /** The text itself, for messages that no task row describes. */
  readonly body: { readonly text: string } | null;
};

/** The message with this key, made `pending` where it is new. */
export async function ensureDelivery(sql: Sql, wanted: NewDelivery): Promise<Delivery> {
  const { key, taskId, team, channel, threadTs, body } = wanted;
  await sql.query(
    `insert into delivery (key, task_id, team, channel, thread_ts, body)
     values ($1, $2, $3, $4, $5, $6) on conflict (key) do nothing`,
    [key, taskId, team, channel, threadTs, body && JSON.stringify(body)],
  );
  const found = await getDelivery(sql, key);
  if (found === undefined) throw new Error(`delivery ${key} is gone`);
  return found;
}

/** A message of ours is to say something else from now on, whether it was sent yet or not. */
export async function rewordDelivery(
  tx: Sql,
  key: string,
  body: { readonly text: string },
): Promise<void> {
  await tx.query("update delivery set body = $2 where key = $1", [key, JSON.stringify(body)]);
}

export async function getDelivery(sql: Sql, key: string): Promise<Delivery | undefined> {
  const { rows } = await sql.query(`select ${columns} from delivery where key = $1`, [key]);
  return atMostOne(rows.map((row) => Delivery.parse(row)));
}

export async function listDeliveries(sql: Sql, taskId: TaskId): Promise<readonly Delivery[]> {
  const { rows } = await sql.query(
    `select ${columns} from delivery where task_id = $1 order by key`,
    [taskId],
  );
  return rows.map((row) => Delivery.parse(row));
}

/** The right to show a task's thread. It is lost when somebody else takes the thread. */
export type ThreadClaim = { readonly taskId: TaskId; readonly claim: number };

/** Takes a task's thread, from whoever had it before. */
export async function takeThread(sql: Sql, taskId: TaskId): Promise<ThreadClaim> {
  const { rows } = await sql.query<ThreadClaim>(
    `insert into thread_claim (task_id, claim) values ($1, 1)
     on conflict (task_id) do update set claim = thread_claim.claim + 1
     returning task_id as "taskId", claim`,
    [taskId],
  );
  const [taken] = rows;
  if (taken === undefined) throw new Error(`the thread of ${taskId} was not taken`);
  return taken;
}

/** Whether the claim still stands. */
export async function holdsThread(sql: Sql, { taskId, claim }: ThreadClaim): Promise<boolean> {
  const { rows } = await sql.query(
    "select task_id from thread_claim where task_id = $1 and claim = $2",
    [taskId, claim],
  );
  return rows.length > 0;
}

/**
 * Written before Slack is asked, with where it goes: a task may have found its thread, or moved, since the row was made.
 * Answers with the number of the attempt; undefined when another worker is sending it or has the thread, or it is sent.
 */
export async function startSending(
  sql: Sql,
  { taskId, claim }: ThreadClaim,
  key: string,
  { channel, threadTs }: Pick<Delivery, "channel" | "threadTs">,
): Promise<number | undefined> {
  const { rows } = await sql.query<{ attempt: number }>(
    `update delivery
     set state = 'sending', sending_at = clock_timestamp(), channel = $2, thread_ts = $3, attempt = attempt + 1
     where key = $1 and state = 'pending'
       and exists (select from thread_claim where task_id = $4 and claim = $5)
     returning attempt`,
    [key, channel, threadTs, taskId, claim],
  );
  return atMostOne(rows)?.attempt;
}

/** Slack has it. False when the answer is to an attempt that somebody else has given up meanwhile. */
export async function markPosted(
  sql: Sql,
  key: string,
  attempt: number,
  shown: { ts: MessageTs; hash: string | null },
): Promise<boolean> {
  const { rowCount } = await sql.query(
    `update delivery set state = 'sent', ts = $2, hash = $3, shown_at = clock_timestamp(), problem = null
     where key = $1 and attempt = $4 and state = 'sending'`,
    [key, shown.ts, shown.hash, attempt],
  );
  return rowCount === 1;
}

/** A message shows something else now. False when somebody else has taken the thread meanwhile: then nobody knows what it shows. */
export async function markChanged(
  sql: Sql,
  { taskId, claim }: ThreadClaim,
  key: string,
  hash: string,
): Promise<boolean> {
  const { rows } = await sql.query<{ ours: boolean }>(
    `update delivery
     set hash = case when exists (select from thread_claim where task_id = $3 and claim = $4) then $2 end,
       shown_at = clock_timestamp(), problem = null
     where key = $1 and state = 'sent'
     returning hash is not null as ours`,
    [key, hash, taskId, claim],
  );
  return atMostOne(rows)?.ours ?? false;
}

/** Slack said that nothing was posted in this attempt: it can be tried again without looking. */
export async function markPending(sql: Sql, key: string, attempt: number): Promise<void> {
  await sql.query(
    `update delivery set state = 'pending', sending_at = null
     where key = $1 and attempt = $2 and state = 'sending'`,
    [key, attempt],
  );
}

/** Nobody can tell whether it is there; it is not repeated. `problem` is a sentence. False when that was known before. */
export async function markUnresolved(sql: Sql, key: string, problem: string): Promise<boolean> {
  const { rowCount } = await sql.query(
    `update delivery set state = 'unresolved', ts = null, problem = $2
     where key = $1 and state <> 'unresolved'`,
    [key, problem],
  );
  return rowCount === 1;
}

/** Messages of a task that perhaps nobody has ever seen. One that was shown and then deleted by a person is none of them. */
export async function countUnshown(sql: Sql, taskId: TaskId): Promise<number> {
  const { rows } = await sql.query<{ unshown: number }>(
    `select count(*)::int as unshown from delivery
     where task_id = $1 and state = 'unresolved' and shown_at is null`,
    [taskId],
  );
  return rows[0]?.unshown ?? 0;
}

/** Whether a task has changed within the last so many hours: after that nobody waits for its thread to follow. */
export async function hasChangedWithin(sql: Sql, taskId: TaskId, hours: number): Promise<boolean> {
  const { rows } = await sql.query(
    `select id from task where id = $1 and changed_at > clock_timestamp() - $2 * interval '1 hour'`,
    [taskId, hours],
  );
  return rows.length > 0;
}

/** A look that is due this soon may come before the asker commits, and would not see what it asks for. In milliseconds. */
const tooSoonMs = 500;

/** Asks for one more look in `afterMs`. False when one is already on its way. */
export async function claimNextLook(tx: Sql, key: string, afterMs: number): Promise<boolean> {
  const { rowCount } = await tx.query(
    `update delivery set due_at = clock_timestamp() + $2 * interval '1 millisecond'
     where key = $1
       and (due_at is null or due_at < clock_timestamp() + $3 * interval '1 millisecond')`,
    [key, afterMs, tooSoonMs],
  );
  return rowCount === 1;
}
