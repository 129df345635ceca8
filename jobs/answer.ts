import type { TaskId, UserId } from "../src/domain/ids.ts";
import type { Refusal, Task } from "../src/domain/task.ts";
import { defineJob } from "../src/queue/job.ts";
import type { Send } from "../src/queue/queue.ts";
import type { Database, Sql } from "../src/store/database.ts";
import { saveAnswer } from "../src/store/questions.ts";
import { changeTask, lockTask } from "../src/store/tasks.ts";
import { deliverTo, planQueue, RunPayload, runOf } from "./run.ts";

export type AssumeDeps = {
  readonly db: Database;
  readonly send: Send;
  readonly now: () => Date;
};

/** Nobody has answered in time: the run goes on by what holds then. A repeat, and one after an answer or a stop, does nothing. */
export const assume = defineJob({
  queue: "assume",
  payload: RunPayload,
  options: { retryLimit: 5, retryDelaySeconds: 2, expireSeconds: 30 },

  async work({ taskId, epoch }, { db, send, now }: AssumeDeps) {
    await db.transaction(async (tx) => {
      const task = await lockTask(tx, taskId);
      const { state } = task;
      if (task.epoch !== epoch || state.status !== "waiting" || !state.choice) return;
      const answer = state.choice.default;
      await answerQuestion(tx, send, { id: taskId, by: null, answer, at: now() });
    });
  },
});

/** The first answer counts: it is stored, and the run goes back to the queue with it. A refusal changes nothing. */
export async function answerQuestion(
  tx: Sql,
  send: Send,
  given: { id: TaskId; by: UserId | null; answer: string; at: Date },
): Promise<Task | Refusal> {
  const { id, by, answer, at } = given;
  const outcome = await changeTask(tx, id, { type: "answer", by, at });
  if (typeof outcome === "string") return outcome;
  await saveAnswer(tx, id, { answer, by, at });
  await send(tx, planQueue, runOf(outcome));
  await deliverTo(send, tx, id);
  return outcome;
}
