import { Task, type TaskEvent, type TaskState } from "../../src/domain/task.ts";
import { UserId } from "../../src/domain/ids.ts";

export const at = new Date("2026-11-02T09:00:00Z");
export const by = UserId.parse("U1");

/** A task at its second revision and fourth epoch, so that one before and one after exist. */
export const aTask = (change: Partial<Task> = {}): Task => ({
  ...Task.parse({
    id: "7c9e6679-7425-40de-944b-e07fc1f90ae7",
    number: 42,
    kind: "research",
    origin: "command",
    thread: { team: "T1", channel: "C1", ts: null },
    movedFrom: null,
    requester: "U1",
    question: "Why is checkout slow?",
    given: [],
    revision: 2,
    epoch: 4,
    state: { status: "queued" },
    createdAt: at,
  }),
  ...change,
});

const choice = { options: ["The first", "The second"], default: "The first", until: at };

/** Every state once. */
export const states: readonly TaskState[] = [
  { status: "queued" },
  { status: "running", phase: "plan" },
  { status: "waiting", question: "Which one?", choice },
  { status: "in_review", since: at },
  { status: "approved", by, at },
  { status: "discarded", by, at },
  { status: "cancelled", by, at },
  { status: "expired", at },
  { status: "failed", reason: "It broke.", at },
];

/** Every event once, about the second revision. */
export const events: readonly TaskEvent[] = [
  { type: "advance", revision: 2, phase: "plan", at },
  { type: "ask", revision: 2, question: "Which one?", choice, at },
  { type: "answer", by, at },
  { type: "rescope", revision: 2, by, at },
  { type: "submit", revision: 2, at },
  { type: "approve", revision: 2, hash: "h", by, at },
  { type: "revise", revision: 2, by, at },
  { type: "edit", revision: 2, by, at },
  { type: "discard", revision: 2, by, at },
  { type: "stop", by, at },
  { type: "expire", revision: 2, at },
  { type: "fail", revision: 2, reason: "It broke.", at },
  { type: "retry", by, at },
  { type: "continue", revision: 2, by, usd: 1, at },
];
