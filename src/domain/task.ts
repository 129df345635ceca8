import { z } from "zod";
import { ChannelId, TaskId, UserId } from "./ids.ts";
import { Kind } from "./plan.ts";
import { Choice } from "./question.ts";
import { SourceQuery } from "./source.ts";
import { Thread } from "./thread.ts";

export const Phase = z.enum(["plan", "gather", "write", "check"]);
export type Phase = z.infer<typeof Phase>;

/** Where a task stands. The table repeats this law: `src/store/migrations`. */
export const TaskState = z.discriminatedUnion("status", [
  z.object({ status: z.literal("queued") }),
  z.object({ status: z.literal("running"), phase: Phase }),
  /** Nothing happens until a person answers, or until the time of the choice is over. */
  z.object({ status: z.literal("waiting"), question: z.string(), choice: Choice.optional() }),
  z.object({ status: z.literal("in_review"), since: z.coerce.date() }),
  z.object({ status: z.literal("approved"), by: UserId, at: z.coerce.date() }),
  z.object({ status: z.literal("discarded"), by: UserId, at: z.coerce.date() }),
  z.object({ status: z.literal("cancelled"), by: UserId, at: z.coerce.date() }),
  z.object({ status: z.literal("expired"), at: z.coerce.date() }),
  /** `reason` is a sentence for the person who asked. */
  z.object({ status: z.literal("failed"), reason: z.string(), at: z.coerce.date() }),
]);
export type TaskState = Readonly<z.infer<typeof TaskState>>;
export type Status = TaskState["status"];

/** How a request reached us. */
export const Origin = z.enum(["command", "mention", "direct", "shortcut"]);
export type Origin = z.infer<typeof Origin>;

/** One request, from acknowledgement to its end. */
export const Task = z.object({
  id: TaskId,
  /** Counts within the workspace; people see `L-42`. May have gaps. */
  number: z.int().positive(),
  kind: Kind,
  origin: Origin,
  thread: Thread,
  /** Where it was asked, when we may not post there and answer in a direct message instead. */
  movedFrom: ChannelId.nullable(),
  requester: UserId,
  /** The request in plain text. */
  question: z.string(),
  given: z.array(SourceQuery).readonly(),
  /** 1 for the first draft; each revise or edit adds one. */
  revision: z.int().positive(),
  /** Raised whenever work under way becomes void: what carries an older epoch changes nothing. */
  epoch: z.int().nonnegative(),
  state: TaskState,
  createdAt: z.coerce.date(),
});
export type Task = Readonly<z.infer<typeof Task>>;

/** Events that come from a job or a button name the revision they are about. */
export const TaskEvent = z.discriminatedUnion("type", [
  z.object({ type: z.literal("advance"), revision: z.int(), phase: Phase, at: z.coerce.date() }),
  z.object({
    type: z.literal("ask"),
    revision: z.int(),
    question: z.string(),
    choice: Choice.optional(),
    at: z.coerce.date(),
  }),
  /** `by` nobody: the time was over, and the default holds. */
  z.object({ type: z.literal("answer"), by: UserId.nullable(), at: z.coerce.date() }),
  /** What is asked has changed while the run was going on: it plans again with what it has. */
  z.object({ type: z.literal("rescope"), revision: z.int(), by: UserId, at: z.coerce.date() }),
  z.object({ type: z.literal("submit"), revision: z.int(), at: z.coerce.date() }),
  /** `hash` names the exact text that was on screen. */
  z.object({
    type: z.literal("approve"),
    revision: z.int(),
    hash: z.string(),
    by: UserId,
    at: z.coerce.date(),
  }),
  z.object({ type: z.literal("revise"), revision: z.int(), by: UserId, at: z.coerce.date() }),
  z.object({ type: z.literal("edit"), revision: z.int(), by: UserId, at: z.coerce.date() }),
  z.object({ type: z.literal("discard"), revision: z.int(), by: UserId, at: z.coerce.date() }),
  z.object({ type: z.literal("stop"), by: UserId, at: z.coerce.date() }),
  z.object({ type: z.literal("expire"), revision: z.int(), at: z.coerce.date() }),
  z.object({ type: z.literal("fail"), revision: z.int(), reason: z.string(), at: z.coerce.date() }),
  z.object({ type: z.literal("retry"), by: UserId, at: z.coerce.date() }),
  /** Somebody lets a task spend so much more, in US dollars, after it has come to the end of its budget. */
  z.object({
    type: z.literal("continue"),
    revision: z.int(),
    by: UserId,
    usd: z.number().positive(),
    at: z.coerce.date(),
  }),
]);
export type TaskEvent = Readonly<z.infer<typeof TaskEvent>>;

/** Expected noes, each with words of its own in `blocks/refusal.ts`. */
export type Refusal =
  | "already_closed"
  | "stale_revision"
  | "not_in_review"
  | "not_running"
  | "not_waiting"
  | "not_failed"
  | "out_of_order";

const open = new Set<Status>(["queued", "running", "waiting", "in_review"]);

/** An open task can still change by itself or by a decision; an expired or failed one only by a person's revise or retry. */
export const isOpen = ({ status }: TaskState): boolean => open.has(status);

/** What lies between request and draft: there is something to stop, and a note can still be taken up. */
export const isUnderWay = ({ status }: TaskState): boolean =>
  status === "queued" || status === "running" || status === "waiting";

/** Whether it waits for something else than an answer: for somebody to mend what only they can, and to say that it may go on. */
export const isPaused = (state: TaskState): boolean =>
  state.status === "waiting" && state.choice === undefined;

/**
 * The only place a task changes state. Pure and total: every event is either applied or refused by name, so a second
 * click on Approve is an answer, not an exception.
 */
export function transition(task: Task, event: TaskEvent): Task | Refusal {
  if ("revision" in event && event.revision !== task.revision) {
    return isOpen(task.state) ? "stale_revision" : "already_closed";
  }
  const { status } = task.state;
  switch (event.type) {
    case "advance":
      return advance(task, event.phase);
    case "ask":
      if (status !== "running") return "not_running";
      return withState(task, {
        status: "waiting",
        question: event.question,
        ...(event.choice && { choice: event.choice }),
      });
    case "answer":
      return answer(task);
    case "rescope":
      return rescope(task);
    case "submit":
      if (status !== "running") return "not_running";
      return withState(task, { status: "in_review", since: event.at });
    case "approve":
      if (status !== "in_review") return closedOr(task, "not_in_review");
      return withState(task, { status: "approved", by: event.by, at: event.at });
    case "revise":
      if (status !== "in_review" && status !== "expired") return closedOr(task, "not_in_review");
      return withState(task, { status: "queued" }, nextRevision(task));
    case "edit":
      if (status !== "in_review") return closedOr(task, "not_in_review");
      return withState(task, { status: "in_review", since: event.at }, nextRevision(task));
    case "discard":
      if (status !== "in_review") return closedOr(task, "not_in_review");
      return withState(task, { status: "discarded", by: event.by, at: event.at });
    case "stop":
      if (!isOpen(task.state)) return "already_closed";
      return withState(task, { status: "cancelled", by: event.by, at: event.at }, voided(task));
    case "expire":
      if (status !== "in_review") return closedOr(task, "not_in_review");
      return withState(task, { status: "expired", at: event.at });
    case "fail":
      if (!isUnderWay(task.state)) return closedOr(task, "not_running");
      return withState(
        task,
        { status: "failed", reason: event.reason, at: event.at },
        voided(task),
      );
    case "retry":
      if (status !== "failed" && !isPaused(task.state)) return "not_failed";
      return withState(task, { status: "queued" }, voided(task));
    case "continue":
      // What failed goes on where it broke off; what was written up as far as the money went is revised.
      if (status === "failed") return withState(task, { status: "queued" }, voided(task));
      if (status !== "in_review") return closedOr(task, "not_in_review");
      return withState(task, { status: "queued" }, nextRevision(task));
    default:
      return event satisfies never;
  }
}

const phases = Phase.options;

/** Phases go forward only; the same phase again is what a resumed run says and is no change of order. */
function advance(task: Task, phase: Phase): Task | Refusal {
  const { state } = task;
  if (state.status === "queued") {
    return phase === "plan" ? withState(task, { status: "running", phase }) : "out_of_order";
  }
  if (state.status !== "running") return closedOr(task, "not_running");
  if (phases.indexOf(phase) < phases.indexOf(state.phase)) return "out_of_order";
  return withState(task, { status: "running", phase });
}

/** A wait without a choice is for something else than an answer. What goes on takes its turn for a slot like any other. */
function answer(task: Task): Task | Refusal {
  const { state } = task;
  if (state.status !== "waiting" || state.choice === undefined) return "not_waiting";
  return withState(task, { status: "queued" }, voided(task));
}

/** The same revision begins anew: one that runs keeps its slot, one that waits for it its place. */
function rescope(task: Task): Task | Refusal {
  const { status } = task.state;
  if (status === "queued") return withState(task, { status: "queued" }, voided(task));
  if (status !== "running") return closedOr(task, "not_running");
  return withState(task, { status: "running", phase: "plan" }, voided(task));
}

const closedOr = (task: Task, refusal: Refusal): Refusal =>
  isOpen(task.state) ? refusal : "already_closed";

const withState = (task: Task, state: TaskState, change: Partial<Task> = {}): Task => ({
  ...task,
  ...change,
  state,
});

const voided = (task: Task): Partial<Task> => ({ epoch: task.epoch + 1 });

const nextRevision = (task: Task): Partial<Task> => ({
  revision: task.revision + 1,
  epoch: task.epoch + 1,
});
