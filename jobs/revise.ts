import type { TaskId, UserId } from "../src/domain/ids.ts";
import type { Refusal, Task } from "../src/domain/task.ts";
import type { Send } from "../src/queue/queue.ts";
import type { Sql } from "../src/store/database.ts";
import { saveDecision } from "../src/store/decisions.ts";
import { createRun } from "../src/store/runs.ts";
import { changeTask } from "../src/store/tasks.ts";
import { planQueue, runOf } from "./run.ts";

/** Sends a task back with feedback: the decision, the next run and its first job in one. A refusal changes nothing. */
export async function revise(
  tx: Sql,
  send: Send,
  asked: { id: TaskId; revision: number; by: UserId; feedback: string; at: Date },
): Promise<Task | Refusal> {
  const { id, revision, by, feedback, at } = asked;
  const outcome = await changeTask(tx, id, { type: "revise", revision, by, at });
  if (typeof outcome === "string") return outcome;
  await saveDecision(tx, id, { revision, type: "revise", by, at, hash: null, feedback });
  await createRun(tx, { taskId: id, revision: outcome.revision, feedback });
  await send(tx, planQueue, runOf(outcome));
  return outcome;
}
