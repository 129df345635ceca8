import { dollars } from "../src/domain/budget.ts";
import { taskName } from "../src/domain/ids.ts";
import { isPaused, type Task } from "../src/domain/task.ts";
import { actionIds, encodeReference } from "./actions.ts";
import { actions, button, context, type Message, section } from "./elements.ts";
import type { TaskFacts } from "./facts.ts";
import { continueButton } from "./money.ts";
import { count, quotedWithin } from "./text.ts";

/**
 * Said in the thread when a task ends without a decision on a draft: done, missing, next. Undefined for every other
 * state: there the draft itself is the message.
 */
export function endMessage(facts: TaskFacts): Message | undefined {
  const { state } = facts.task;
  if (isPaused(state)) return pausedMessage(facts);
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
  const { task, money } = facts;
  const again = actions(
    money?.offerCents != null
      ? continueButton(task, money.offerCents, "primary")
      : button("Retry", { actionId: actionIds.retry, value, style: "primary" }),
  );
  return {
    text: `${name} ${state.status === "failed" ? "could not be finished" : state.status === "cancelled" ? "was stopped" : "has expired"}`,
    blocks: [section(lines.join("\n")), ...(state.status === "failed" ? [again] : [])],
  };
}

/** Said when a run waits for something that only others can mend: it is no end, but somebody has to act. */
function pausedMessage(facts: TaskFacts): Message {
  const { task } = facts;
  const name = taskName(task.number);
  const why = task.state.status === "waiting" ? quotedWithin(task.state.question, 1_000) : "";
  const lines = [
    `:double_vertical_bar: *${name} is paused.* ${why}`,
    `*Done:* ${done(facts)}`,
    "*Next:* press Go on once that is mended. What is done will not be done again.",
  ];
  return {
    text: `${name} is paused`,
    blocks: [section(lines.join("\n")), actions(goOnButton(task))],
  };
}

/** Sends what waits, or has failed, on its way again. */
export const goOnButton = ({ id, revision }: Pick<Task, "id" | "revision">) =>
  button("Go on", {
    actionId: actionIds.retry,
    value: encodeReference({ task: id, revision, hash: null }),
    style: "primary",
  });

/** What an end turns into once the task goes on after all. */
export function resumedMessage(task: Task): Message {
  const text = `:arrow_right: ${taskName(task.number)} went on after this.`;
  return { text, blocks: [context(text)] };
}

function done({ subtasks, drafts, money }: TaskFacts): string {
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
  const cost =
    money === null || money.spentCents === 0 ? "" : ` Cost: ${dollars(money.spentCents)}.`;
  return `${parts.length > 0 ? `${parts.join("; ")}.` : "nothing yet; it had not begun to read."}${cost}`;
}

function missing({ subtasks, task, drafts }: TaskFacts): string {
  const open = subtasks
    .filter(({ status }) => status !== "done")
    .map(({ title, problem }) => (problem === null ? title : `${title} (${problem})`));
  const draft = drafts.some(({ revision }) => revision === task.revision) ? [] : ["the draft"];
  const items = [...open, ...(task.state.status === "expired" ? ["a decision"] : draft)];
  return items.length > 0 ? `${quotedWithin(items.join("; "), 1_000)}.` : "nothing.";
}

function next({ task, money }: TaskFacts): string {
  if (task.state.status === "failed" && money?.offerCents != null) {
    return `press Continue, and it may cost ${dollars(money.offerCents)} more. What is done will not be done again.`;
  }
  if (task.state.status === "failed") return "press Retry. What is done will not be done again.";
  if (task.state.status === "expired") return "reply here with what to change, and I go on.";
  return "ask again whenever you want it.";
}
