import type { Task } from "../domain/task.ts";
import type { Sql } from "../store/database.ts";
import { ensureDelivery } from "../store/deliveries.ts";

/** An answer for all to see, as a message of the task's own, once for each message that it answers. Answers with its key. */
export async function sayInThread(
  tx: Sql,
  task: Task,
  answerTo: string,
  text: string,
): Promise<string> {
  const key = `${task.id}:said:${answerTo}`;
  await ensureDelivery(tx, {
    key,
    taskId: task.id,
    team: task.thread.team,
    channel: task.thread.channel,
    threadTs: task.thread.ts,
    body: { text },
  });
  return key;
}
