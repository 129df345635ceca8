import type { KnownBlock } from "@slack/types";
import { taskName } from "../src/domain/ids.ts";
import type { Phase, Task, TaskState } from "../src/domain/task.ts";
import { isUnderWay } from "../src/domain/task.ts";
import { actionIds, encodeReference } from "./actions.ts";
import { actions, button, context, type Message, section } from "./elements.ts";
import type { TaskFacts } from "./facts.ts";
import { clamp, count, quotedWithin } from "./text.ts";

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
      ...remarks(facts),
      ...buttons(facts),
    ],
  };
}

/** What went wrong with the messages themselves. */
function remarks({ task, unshown }: TaskFacts): KnownBlock[] {
  return [
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
  const { task, subtasks, notes, wait } = facts;
  const sources = subtasks.reduce((sum, subtask) => sum + subtask.sources, 0);
  const soFar = isUnderWay(task.state) ? "so far" : "read";
  const read = sources > 0 ? ` · ${count(sources, "source")} ${soFar}` : "";
  const noted = notes > 0 ? ` · ${count(notes, "note")} to take up` : "";
  const revision = task.revision > 1 ? ` · revision ${task.revision}` : "";
  const told =
    wait === null ? "" : ` · ${wait.for} asked me to wait until ${timeOfDay(wait.until)}`;
  return `${stateLabel(task.state, facts)}${told}${revision}${estimateOf(facts)}${read}${noted}`;
}

/** Shown in each reader's own time zone. */
function timeOfDay(at: Date): string {
  const clock = `${at.toISOString().slice(11, 16)} UTC`;
  return `<!date^${Math.ceil(at.getTime() / 1_000)}^{time}|${clock}>`;
}

/** Only while it still tells something, and rounded up to what can be promised. */
function estimateOf({ task, estimateSeconds, quiet }: TaskFacts): string {
  if (!isUnderWay(task.state)) return "";
  const still = quiet ? " · quiet here: I show the rest when it is done" : "";
  if (estimateSeconds === null) return still;
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
      return `:speech_balloon: Waiting for an answer: ${quotedWithin(state.question, 1_000)}`;
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

function buttons({ task }: TaskFacts): KnownBlock[] {
  const value = encodeReference({ task: task.id, revision: task.revision, hash: null });
  if (isUnderWay(task.state)) {
    return [actions(button("Stop", { actionId: actionIds.stop, value, style: "danger" }))];
  }
  if (task.state.status === "failed") {
    return [actions(button("Retry", { actionId: actionIds.retry, value, style: "primary" }))];
  }
  return [];
}

/** Without emoji names and mentions: for the notification. */
const plainStatus = (status: string): string => status.replace(/:[a-z_]+: ?/g, "");
