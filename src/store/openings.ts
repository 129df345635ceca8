import { chainHash } from "../domain/history.ts";
import type { MessageTs, TaskId } from "../domain/ids.ts";
import type { Task } from "../domain/task.ts";
import { prepared, type Sql } from "./database.ts";

export type Opening = Pick<
  Task,
  "id" | "kind" | "origin" | "thread" | "requester" | "question" | "given" | "createdAt"
> & {
  /** The message that is the request, where it is one. */
  readonly askedTs?: MessageTs;
};

/** What Slack delivered, by all the names it may be delivered under, and the task that is to follow from it. */
export type Asking = { readonly inboxKeys: readonly string[]; readonly opening: Opening };

/**
 * Stores what Slack delivered and the tasks that follow from it, in one statement; answers with the tasks' numbers. One of
 * which any inbox key was there before is not among them: it was delivered twice, and the first delivery owns the task.
 * No two of the askings may share a key.
 */
export async function openTasks(
  tx: Sql,
  askings: readonly Asking[],
): Promise<ReadonlyMap<TaskId, number>> {
  const statement = prepared(
    `with asked as (
       select * from json_to_recordset($1::text::json) as asked(
         id uuid, team text, kind text, origin text, channel text, thread_ts text, requester text,
         question text, given json, created_at timestamptz, asked_ts text, inbox_keys text[], event json, hash text
       )
     ), fresh as (
       insert into inbox (team, key)
       -- In one order wherever they come from, so that two who wait for each other's keys cannot be.
       select team, unnest(inbox_keys) from asked order by 1, 2
       on conflict do nothing returning team, key
     ), opened as (
       insert into task (id, team, number, kind, origin, channel, thread_ts, requester, question, given, created_at, asked_ts)
       select id, team, next_task_number(team), kind, origin, channel, thread_ts, requester, question, given, created_at, asked_ts
       from asked
       where cardinality(inbox_keys) = (
         select count(*) from fresh where fresh.team = asked.team and fresh.key = any(inbox_keys)
       )
       returning id, number
     ), first_run as (
       insert into run (task_id, revision) select id, 1 from opened
     ), first_entry as (
       insert into history (task_id, position, event, status_before, status_after, revision, at, hash)
       select id, 1, event, 'new', 'queued', 1, created_at, hash from opened join asked using (id)
     )
     select id, number from opened`,
    [JSON.stringify(askings.map(rowOf), (_, value: unknown) => wellFormed(value))],
  );
  const { rows } = await tx.query<{ id: TaskId; number: number }>(statement);
  return new Map(rows.map(({ id, number }) => [id, number]));
}

/** The same for one; undefined when it was delivered before. */
export async function openTask(
  tx: Sql,
  inboxKeys: readonly string[],
  opening: Opening,
): Promise<{ number: number } | undefined> {
  const number = (await openTasks(tx, [{ inboxKeys, opening }])).get(opening.id);
  return number === undefined ? undefined : { number };
}

function rowOf({ inboxKeys, opening }: Asking): object {
  const { id, thread, createdAt, askedTs, ...asked } = opening;
  const event = { type: "open", by: opening.requester };
  const first = { taskId: id, position: 1, event, revision: 1, at: createdAt };
  return {
    id,
    ...asked,
    team: thread.team,
    channel: thread.channel,
    thread_ts: thread.ts,
    created_at: createdAt,
    asked_ts: askedTs ?? null,
    inbox_keys: inboxKeys,
    event,
    hash: chainHash("", { ...first, statusBefore: "new", statusAfter: "queued" }),
  };
}

/** Half a character is none to Postgres, and would make it refuse all that comes with it. */
const wellFormed = (value: unknown): unknown =>
  typeof value === "string" ? value.toWellFormed() : value;
