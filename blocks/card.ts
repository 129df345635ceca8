import type { KnownBlock } from "@slack/types";
import { taskName } from "../src/domain/ids.ts";
import type { Choice } from "../src/domain/question.ts";
import type { Phase, Task, TaskState } from "../src/domain/task.ts";
import { isPaused, isUnderWay } from "../src/domain/task.ts";
import { actionIds, encodeReference } from "./actions.ts";
import { goOnButton } from "./end.ts";
import { actions, button, context, type Message, section } from "./elements.ts";
import type { TaskFacts } from "./facts.ts";
import { continueButton, costPart, moneyWarning } from "./money.ts";
import { answerLine } from "./question.ts";
import { clamp, count, momentOf, quotedWithin } from "./text.ts";

/** The one message of a task that changes in place: what was asked, how far it is, and Stop. */
export function cardMessage(facts: TaskFacts): Message {
  const { task } = facts;
  const title = `*${taskName(task.number)}* · ${kindLabel[task.kind]} for <@${task.requester}>`;
  const status = statusLine(facts);
  return {
    text: `${taskName(task.number)}: ${plainStatus(status)}`,
    blocks: [
      section(`${title}\n>${quotedWithin(clamp(task.question, 400), 2_000)}`),
      ...subtaskLines(facts),
      context(status),
      ...moneyWarning(facts),
      ...remarks(facts),
      ...buttons(facts),
    ],
  };
}

/** What the run goes by besides the request, and what went wrong with the messages themselves. */
function remarks({ task, unshown, question }: TaskFacts): KnownBlock[] {
  const answer = answerLine(question);
  return [
    ...(answer === undefined ? [] : [context(answer)]),
    ...(task.movedFrom === null
      ? []
      : [
          context(
            `I could not answer in <#${task.movedFrom}>, so I do it here. To have me there, type \`/invite\` in it and pick me.`,
          ),
        ]),
    ...(unshown === 0
      ? []
      : [
          context(
            `:warning: Slack did not take, or did not confirm, ${count(unshown, "message")} of mine about this. I do not repeat ${unshown === 1 ? "it" : "them"}, so as not to say anything twice.`,
          ),
        ]),
  ];
}

/** What the card becomes in a place that the task has left. */
export const movedMessage = (task: Task): Message => {
  const text = `:arrow_right: ${taskName(task.number)} goes on in a direct message with <@${task.requester}>.`;
  return { text, blocks: [context(text)] };
};

export const kindLabel = {
  research: "Research",
  summary: "Summary",
  document: "Document",
  draft: "Draft",
  workflow: "Workflow",
} as const;

const phaseLabel: Record<Phase, string> = {
  plan: "Planning",
  gather: "Gathering",
  write: "Writing",
  check: "Checking the citations",
};

function statusLine(facts: TaskFacts): string {
  const { task, subtasks, notes, wait, money } = facts;
  const sources = subtasks.reduce((sum, subtask) => sum + subtask.sources, 0);
  const soFar = isUnderWay(task.state) ? "so far" : "read";
  const read = sources > 0 ? ` · ${count(sources, "source")} ${soFar}` : "";
  const noted = notes > 0 ? ` · ${count(notes, "note")} to take up` : "";
  const revision = task.revision > 1 ? ` · revision ${task.revision}` : "";
  const told = wait === null ? "" : waitPart(wait);
  return `${stateLabel(task.state, facts)}${told}${revision}${estimateOf(facts)}${costPart(money)}${read}${noted}`;
}

const waitPart = ({ for: who, until, isBatch }: NonNullable<TaskFacts["wait"]>): string =>
  isBatch
    ? ` · waiting for a batch of ${who}, at half the price: an hour as a rule, a day at most`
    : ` · ${who} asked me to wait until ${timeOfDay(until)}`;

/** Shown in each reader's own time zone. */
function timeOfDay(at: Date): string {
  const clock = `${at.toISOString().slice(11, 16)} UTC`;
  return `<!date^${Math.ceil(at.getTime() / 1_000)}^{time}|${clock}>`;
}

/** Only while it still tells something, and rounded up to what can be promised. */
function estimateOf({ task, estimateSeconds, quiet, wait }: TaskFacts): string {
  if (!isUnderWay(task.state)) return "";
  const still = quiet ? " · quiet here: I show the rest when it is done" : "";
  if (estimateSeconds === null || wait?.isBatch === true) return still;
  const shown =
    estimateSeconds < 60
      ? `${Math.max(5, Math.ceil(estimateSeconds / 5) * 5)} s`
      : count(Math.ceil(estimateSeconds / 60), "minute");
  return ` · about ${shown} in all${still}`;
}

function stateLabel(state: TaskState, { ahead, task }: TaskFacts): string {
  switch (state.status) {
    case "queued":
      return `:hourglass_flowing_sand: Queued${ahead > 0 ? ` · ${ahead} before it` : ""}`;
    case "running":
      return `:mag: ${phaseLabel[state.phase]}…`;
    case "waiting":
      if (isPaused(state)) {
        return `:double_vertical_bar: Paused: ${quotedWithin(state.question, 1_000)}`;
      }
      return `:speech_balloon: Waiting for an answer: ${quotedWithin(state.question, 1_000)}${otherwise(state.choice)}`;
    case "in_review":
      return ":memo: Draft ready for review";
    case "approved":
      return `:white_check_mark: Approved by <@${state.by}>`;
    case "discarded":
      return `:wastebasket: Discarded by <@${state.by}>`;
    case "cancelled":
      return `:octagonal_sign: Stopped by <@${state.by}>`;
    case "expired":
      return ":zzz: Expired: nobody decided on the draft";
    case "failed":
      return `:warning: Not finished: ${quotedWithin(state.reason, 1_000)}`;
    default:
      return (state satisfies never) ?? task.id;
  }
}

const otherwise = (choice: Choice | undefined): string =>
  choice === undefined
    ? ""
    : ` · if there is none by ${momentOf(choice.until)}, I go on with “${quotedWithin(choice.default, 300)}”`;

const mark = {
  pending: ":white_circle:",
  running: ":large_blue_circle:",
  done: ":white_check_mark:",
  failed: ":warning:",
} as const;

function subtaskLines({ subtasks, task }: TaskFacts): KnownBlock[] {
  if (subtasks.length === 0) return [];
  const lines = subtasks.map(({ title, status, problem, sources, note }) => {
    const empty = status === "done" && sources === 0;
    const read = sources > 0 ? ` · ${count(sources, "source")}` : "";
    // What was not reached before a stop will not be: an open circle would promise it.
    const shown = status === "running" && !isUnderWay(task.state) ? "pending" : status;
    const why = problem ?? (empty ? (note ?? "nothing found") : null);
    const said = why === null ? "" : ` · ${quotedWithin(why, 200)}`;
    return `${empty && note !== null ? mark.failed : mark[shown]} ${quotedWithin(title, 120)}${read}${said}`;
  });
  return [section(lines.join("\n"))];
}

function buttons({ task, money }: TaskFacts): KnownBlock[] {
  const value = encodeReference({ task: task.id, revision: task.revision, hash: null });
  if (isUnderWay(task.state)) {
    const stop = button("Stop", { actionId: actionIds.stop, value, style: "danger" });
    return [isPaused(task.state) ? actions(goOnButton(task), stop) : actions(stop)];
  }
  if (task.state.status === "failed" && money?.offerCents != null) {
    return [actions(continueButton(task, money.offerCents, "primary"))];
  }
  if (task.state.status === "failed") {
    return [actions(button("Retry", { actionId: actionIds.retry, value, style: "primary" }))];
  }
  return [];
}

/** Without emoji names and mentions: for the notification. */
const plainStatus = (status: string): string => status.replace(/:[a-z_]+: ?/g, "");
