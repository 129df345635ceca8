import type { App, BlockAction, ButtonAction } from "@slack/bolt";
import { actionIds } from "../../blocks/actions.ts";
import { replies } from "../../blocks/replies.ts";
import { plan } from "../../jobs/plan.ts";
import { deliverTo, runOf } from "../../jobs/run.ts";
import type { UserId } from "../domain/ids.ts";
import type { Task } from "../domain/task.ts";
import { changeTask } from "../store/tasks.ts";
import { onTask, whisperTo } from "./button.ts";
import type { ListenerDeps } from "./deps.ts";

/** Retry under a task that could not be finished. A second click finds it running. */
export function onRetry(app: App, deps: ListenerDeps): void {
  app.action<BlockAction<ButtonAction>>(actionIds.retry, async ({ ack, action, body }) => {
    await onTask(deps, action, body, async (task, who) => {
      const said = await retryTask(deps, task, who.user);
      if (said !== replies.retried(task)) await whisperTo(deps, who, said);
    });
    await ack();
  });
}

/** Sends a failed run through its phases again; finished steps are remembered, not repeated. Answers with words. */
export async function retryTask(
  { db, send, now }: ListenerDeps,
  task: Task,
  by: UserId,
): Promise<string> {
  return db.transaction(async (tx) => {
    const outcome = await changeTask(tx, task.id, { type: "retry", by, at: now() });
    await deliverTo(send, tx, task.id);
    if (typeof outcome === "string") return replies.refusal(outcome, task);
    await send(tx, plan, runOf(outcome));
    return replies.retried(task);
  });
}
