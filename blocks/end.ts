import { taskName } from "../src/domain/ids.ts";
import type { Task } from "../src/domain/task.ts";
import { actionIds, encodeReference } from "./actions.ts";
import { actions, button, context, type Message, section } from "./elements.ts";
import type { TaskFacts } from "./facts.ts";
import { count, quotedWithin } from "./text.ts";

/**
 * Said in the thread when a task ends without a decision on a draft: done, missing, next. Undefined for every other
 * state: there the draft itself is the message.
 */
export function endMessage(facts: TaskFacts): Message | undefined {
  const { state } = facts.task;
  if (state.status !== "failed" && state.status !== "cancelled" && state.status !== "expired") {
    return undefined;
  }
  const name = taskName(facts.task.number);
  const opening =
    state.status === "failed"
      ? `:warning: *${name} could not be finished.* ${quotedWithin(state.reason, 1_000)}`
      : state.status === "cancelled"
        ? `:octagonal_sign: *${name} was stopped* by <@${state.by}>.`
        : `:zzz: *${name} has expired:* nobody decided on the draft.`;
  const lines = [
    opening,
    `*Done:* ${done(facts)}`,
    `*Missing:* ${missing(facts)}`,
    `*Next:* ${next(facts)}`,
  ];
  const value = encodeReference({ task: facts.task.id, revision: facts.task.revision, hash: null });
  const retry = actions(button("Retry", { actionId: actionIds.retry, value, style: "primary" }));
  return {
    text: `${name} ${state.status === "failed" ? "could not be finished" : state.status === "cancelled" ? "was stopped" : "has expired"}`,
    blocks: [section(lines.join("\n")), ...(state.status === "failed" ? [retry] : [])],
  };
}

/** What an end turns into once the task goes on after all. */
export function resumedMessage(task: Task): Message {
  const text = `:arrow_right: ${taskName(task.number)} went on after this.`;
  return { text, blocks: [context(text)] };
}

function done({ subtasks, drafts }: TaskFacts): string {
  const finished = subtasks.filter(({ status }) => status === "done");
  const sources = subtasks.reduce((sum, subtask) => sum + subtask.sources, 0);
  const parts = [
    ...(drafts.length > 0 ? [`${count(drafts.length, "draft")} in this thread`] : []),
    ...(finished.length > 0
      ? [
          `${finished.length} of ${count(subtasks.length, "part")} gathered, ${count(sources, "source")} read`,
        ]
      : []),
  ];
  return parts.length > 0 ? `${parts.join("; ")}.` : "nothing yet; it had not begun to read.";
}

function missing({ subtasks, task, drafts }: TaskFacts): string {
  const open = subtasks
    .filter(({ status }) => status !== "done")
    .map(({ title, problem }) => (problem === null ? title : `${title} (${problem})`));
  const draft = drafts.some(({ revision }) => revision === task.revision) ? [] : ["the draft"];
  const items = [...open, ...(task.state.status === "expired" ? ["a decision"] : draft)];
  return items.length > 0 ? `${quotedWithin(items.join("; "), 1_000)}.` : "nothing.";
}

function next({ task }: TaskFacts): string {
  if (task.state.status === "failed") return "press Retry. What is done will not be done again.";
  if (task.state.status === "expired") return "reply here with what to change, and I go on.";
  return "ask again whenever you want it.";
}
