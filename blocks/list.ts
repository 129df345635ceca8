import { taskName } from "../src/domain/ids.ts";
import { isPaused, type Task, type TaskState } from "../src/domain/task.ts";
import type { MoneyFacts } from "./facts.ts";
import { costStatus } from "./money.ts";
import { clamp, quoted, quotedWithin } from "./text.ts";

/** Where a task stands, in the middle of a sentence. */
export function stateWords(state: TaskState): string {
  switch (state.status) {
    case "queued":
      return "queued";
    case "running":
      return "being worked on";
    case "waiting":
      return isPaused(state) ? "paused" : "waiting for an answer";
    case "in_review":
      return "ready for review";
    case "approved":
      return `approved by <@${state.by}>`;
    case "discarded":
      return `discarded by <@${state.by}>`;
    case "cancelled":
      return `stopped by <@${state.by}>`;
    case "expired":
      return "expired without a decision";
    case "failed":
      return "not finished";
    default:
      return state satisfies never;
  }
}

/** One line a task, newest first. */
export function taskLines(tasks: readonly Task[]): string {
  return tasks
    .map(({ number, question, state }) => {
      const asked = quoted(clamp(question.replaceAll("\n", " "), 90));
      return `• *${taskName(number)}* ${stateWords(state)}: ${asked}`;
    })
    .join("\n");
}

/** The answer to `/legwork list`: what still needs something, then what is done. */
export function taskList(open: readonly Task[], closed: readonly Task[]): string {
  if (open.length === 0 && closed.length === 0) {
    return "You have asked for nothing yet. Try `/research` and a question.";
  }
  return [
    ...(open.length > 0 ? [`*Open*\n${taskLines(open)}`] : ["*Open*\nnothing"]),
    ...(closed.length > 0 ? [`*Closed*\n${taskLines(closed)}`] : []),
  ].join("\n");
}

/** The answer to `/legwork status 42`. */
export function taskStatus(task: Task, link: string | null, money: MoneyFacts | null): string {
  const where = link === null ? "" : ` <${link}|Open the thread>`;
  const reason = task.state.status === "failed" ? ` ${quotedWithin(task.state.reason, 1_000)}` : "";
  const revision = task.revision > 1 ? ` (revision ${task.revision})` : "";
  return `*${taskName(task.number)}* is ${stateWords(task.state)}${revision}.${reason}${where}\n>${quoted(clamp(task.question.replaceAll("\n", " "), 300))}${costStatus(money)}`;
}
