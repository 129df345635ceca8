import type { App, BlockAction, ButtonAction } from "@slack/bolt";
import { actionIds, type Reference } from "../../blocks/actions.ts";
import { type NotAllowed, replies } from "../../blocks/replies.ts";
import { answerQuestion } from "../../jobs/answer.ts";
import { deliverTo } from "../../jobs/run.ts";
import type { Refusal, Task } from "../domain/task.ts";
import { getQuestion } from "../store/questions.ts";
import { lockTask } from "../store/tasks.ts";
import { onTask, type Who, whisperIn } from "./button.ts";
import type { ListenerDeps } from "./deps.ts";

/** One of the buttons under a question of ours. Of clicks, replies and the end of the time, the first counts. */
export function onAnswer(app: App, deps: ListenerDeps): void {
  app.action<BlockAction<ButtonAction>>(actionIds.answer, async ({ ack, action, body }) => {
    await onTask(deps, action, body, async (task, who, reference) => {
      const outcome = await take(deps, task, who, reference);
      deps.log("answer", { task: task.number, outcome });
    });
    await ack();
  });
}

async function take(
  { db, send, now }: ListenerDeps,
  { id }: Task,
  who: Who,
  { option }: Reference,
): Promise<Refusal | NotAllowed | "answered"> {
  return db.transaction(async (tx) => {
    const task = await lockTask(tx, id);
    const asked = await getQuestion(tx, id);
    const answer = option === undefined ? undefined : asked?.options[option];
    const outcome = who.stranger
      ? "stranger"
      : answer === undefined
        ? "not_waiting"
        : await answerQuestion(tx, send, { id, by: who.user, answer, at: now() });
    if (typeof outcome !== "string") return "answered";
    // Whoever clicked a stale button is owed the current picture.
    await deliverTo(send, tx, id);
    const already = outcome === "not_waiting" && asked?.answer != null ? asked.answer : null;
    const text =
      already === null ? replies.refusal(outcome, task) : replies.answeredAlready(task, already);
    await whisperIn(tx, send, who, text);
    return outcome;
  });
}
