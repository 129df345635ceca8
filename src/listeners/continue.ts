import type { App, BlockAction, ButtonAction } from "@slack/bolt";
import { actionIds, type Reference } from "../../blocks/actions.ts";
import { type NotAllowed, replies } from "../../blocks/replies.ts";
import { goOn } from "../../jobs/continue.ts";
import { deliverTo } from "../../jobs/run.ts";
import type { Shortage } from "../domain/budget.ts";
import type { Refusal, Task } from "../domain/task.ts";
import { lockTask } from "../store/tasks.ts";
import { onTask, type Who, whisperIn } from "./button.ts";
import type { ListenerDeps } from "./deps.ts";

/** Continue under what came to the end of its task's budget. Of any number of clicks one counts: for the others it is gone. */
export function onContinue(app: App, deps: ListenerDeps): void {
  app.action<BlockAction<ButtonAction>>(actionIds.continue, async ({ ack, action, body }) => {
    await onTask(deps, action, body, async (task, who, reference) => {
      const outcome = await take(deps, task, who, reference);
      deps.log("continue", { task: task.number, outcome });
    });
    await ack();
  });
}

async function take(
  { db, send, now, budget }: ListenerDeps,
  { id }: Task,
  who: Who,
  { revision, usd = 0 }: Reference,
): Promise<string> {
  return db.transaction(async (tx) => {
    const asked = { id, revision, by: who.user, usd, at: now() };
    const outcome = who.stranger ? "stranger" : await goOn(tx, send, asked, budget);
    // Also after a refusal: whoever clicked a stale button is owed the current picture.
    await deliverTo(send, tx, id);
    if (outcome === "continued") return outcome;
    await whisperIn(tx, send, who, wordsFor(outcome, await lockTask(tx, id), now()));
    return typeof outcome === "string" ? outcome : `${outcome.scope}'s budget`;
  });
}

function wordsFor(
  outcome: Refusal | NotAllowed | "no_offer" | Shortage,
  task: Task,
  at: Date,
): string {
  if (typeof outcome !== "string") return replies.spentOut(outcome, at);
  return outcome === "no_offer" ? replies.noOffer(task) : replies.refusal(outcome, task);
}
