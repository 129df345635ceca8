import type { App, BlockAction, ButtonAction } from "@slack/bolt";
import { actionIds } from "../../blocks/actions.ts";
import { replies } from "../../blocks/replies.ts";
import { plan } from "../../jobs/plan.ts";
import { deliverTo, runOf } from "../../jobs/run.ts";
import type { UserId } from "../domain/ids.ts";
import type { Refusal, Task } from "../domain/task.ts";
import type { Sql } from "../store/database.ts";
import { changeTask } from "../store/tasks.ts";
import { onTask, whisperIn } from "./button.ts";
import type { ListenerDeps } from "./deps.ts";

/** Retry under a task that could not be finished. A second click finds it running. */
export function onRetry(app: App, deps: ListenerDeps): void {
  app.action<BlockAction<ButtonAction>>(actionIds.retry, async ({ ack, action, body }) => {
    await onTask(deps, action, body, async (task, who) => {
      await deps.db.transaction(async (tx) => {
        const outcome = who.stranger ? "stranger" : await retryTask(tx, deps, task, who.user);
        if (outcome === "retried") return;
        await whisperIn(tx, deps.send, who, replies.refusal(outcome, task));
      });
    });
    await ack();
  });
}

/** Sends a failed run through its phases again; finished steps are remembered, not repeated. */
export async function retryTask(
  tx: Sql,
  { send, now }: Pick<ListenerDeps, "send" | "now">,
  task: Task,
  by: UserId,
): Promise<"retried" | Refusal> {
  const outcome = await changeTask(tx, task.id, { type: "retry", by, at: now() });
  await deliverTo(send, tx, task.id);
  if (typeof outcome === "string") return outcome;
  await send(tx, plan, runOf(outcome));
  return "retried";
}
