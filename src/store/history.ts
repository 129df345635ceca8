import { chainHash, HistoryEntry } from "../domain/history.ts";
import type { TaskId } from "../domain/ids.ts";
import type { Task, TaskEvent } from "../domain/task.ts";
import { atMostOne, type Sql } from "./database.ts";

/** Adds the accepted `event` to the task's chain. The caller holds the task's row lock, so positions do not race. */
export async function recordEvent(
  tx: Sql,
  before: Task,
  after: Task,
  event: TaskEvent,
): Promise<void> {
  const last = await lastEntry(tx, before.id);
  const entry = HistoryEntry.parse({
    taskId: before.id,
    position: (last?.position ?? 0) + 1,
    event: withoutText(event),
    statusBefore: before.state.status,
    statusAfter: after.state.status,
    revision: after.revision,
    at: event.at,
  });
  await tx.query(
    `insert into history (task_id, position, event, status_before, status_after, revision, at, hash)
     values ($1, $2, $3, $4, $5, $6, $7, $8)`,
    [
      entry.taskId,
      entry.position,
      JSON.stringify(entry.event),
      entry.statusBefore,
      entry.statusAfter,
      entry.revision,
      entry.at,
      chainHash(last?.hash ?? "", entry),
    ],
  );
}

export async function listHistory(
  sql: Sql,
  taskId: TaskId,
): Promise<readonly (HistoryEntry & { hash: string })[]> {
  const { rows } = await sql.query(
    `select task_id as "taskId", position, event, status_before as "statusBefore",
            status_after as "statusAfter", revision, at, hash
     from history where task_id = $1 order by position`,
    [taskId],
  );
  return rows.map((row) => ({ ...HistoryEntry.parse(row), hash: String(row.hash) }));
}

async function lastEntry(tx: Sql, taskId: TaskId) {
  const { rows } = await tx.query<{ position: number; hash: string }>(
    "select position, hash from history where task_id = $1 order by position desc limit 1",
    [taskId],
  );
  return atMostOne(rows);
}

/** Reasons and questions are text; the history keeps none. */
function withoutText(event: TaskEvent): object {
  const { type, at: _at, ...rest } = event;
  return {
    type,
    ...rest,
    ...("reason" in rest && { reason: undefined }),
    ...("question" in rest && { question: undefined, choice: undefined }),
  };
}
