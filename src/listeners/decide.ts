import type { App, BlockAction, ButtonAction } from "@slack/bolt";
import { actionIds, type Reference } from "../../blocks/actions.ts";
import { type NotAllowed, replies } from "../../blocks/replies.ts";
import { deliverTo } from "../../jobs/run.ts";
import type { Refusal, Task } from "../domain/task.ts";
import type { Sql } from "../store/database.ts";
import { saveDecision } from "../store/decisions.ts";
import { getDraft } from "../store/drafts.ts";
import { changeTask, lockTask } from "../store/tasks.ts";
import { onTask, type Who, whisperTo } from "./button.ts";
import type { ListenerDeps } from "./deps.ts";

/** Approve and Discard under a draft: decide on the revision and text the reader saw, or on nothing. */
export function onDecision(app: App, deps: ListenerDeps, type: "approve" | "discard"): void {
  app.action<BlockAction<ButtonAction>>(actionIds[type], async ({ ack, action, body }) => {
    await onTask(deps, action, body, async (task, who, reference) => {
      const outcome = await decide(deps, type, task, who, reference);
      deps.log(type, {
        task: task.number,
        outcome: typeof outcome === "string" ? outcome : "done",
      });
      if (typeof outcome !== "string") return;
      // By now somebody else may have closed it: say what holds, not what held when the button was drawn.
      const { db } = deps;
      const current = await db.transaction((tx) => lockTask(tx, task.id));
      await whisperTo(deps, who, replies.refusal(outcome, current));
    });
    await ack(); // Only now: to Slack, "ok" means the decision is stored.
  });
}

/** One of any number of simultaneous clicks wins; the others, and clicks on older drafts, are refused by name. */
async function decide(
  { db, send, now }: ListenerDeps,
  type: "approve" | "discard",
  { id }: Task,
  who: Who,
  { revision, hash }: Reference,
): Promise<Task | Refusal | NotAllowed> {
  if (who.stranger) return "stranger";
  return db.transaction(async (tx) => {
    const outcome = await change(tx);
    if (typeof outcome !== "string") {
      await saveDecision(tx, id, {
        revision,
        type,
        by: who.user,
        at: now(),
        hash: type === "approve" ? hash : null,
        feedback: null,
      });
    }
    // Also after a refusal: whoever clicked a stale button is owed the current picture.
    await deliverTo(send, tx, id);
    return outcome;
  });

  async function change(tx: Sql): Promise<Task | Refusal> {
    if (type === "discard") {
      return changeTask(tx, id, { type, revision, by: who.user, at: now() });
    }
    const draft = await getDraft(tx, id, revision);
    if (hash === null || draft?.hash !== hash) return "stale_revision";
    return changeTask(tx, id, { type, revision, hash, by: who.user, at: now() });
  }
}
