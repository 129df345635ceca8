import type { Phase, Refusal, Status, TaskEvent } from "../../../../src/domain/task.ts";

/** Where a task stands, as small as it can be said. */
export type Stand = {
  readonly status: Status;
  readonly phase: Phase | null;
  readonly revision: number;
  readonly epoch: number;
  /** Whether it waits for an answer; false where it waits for something else, or not at all. */
  readonly asked: boolean;
};

type Way = {
  readonly from: readonly Status[];
  readonly to: Status;
  readonly revision?: 1;
  readonly epoch?: 1;
};

/** What is answered in an open state from which no way leads, and in a closed one. */
type Otherwise = { readonly open: Refusal; readonly closed: Refusal };

const underWay = ["queued", "running", "waiting"] as const satisfies Status[];
const open: ReadonlySet<Status> = new Set([...underWay, "in_review"] as const);
const closedOr = (refusal: Refusal): Otherwise => ({ open: refusal, closed: "already_closed" });
const review = closedOr("not_in_review");
const always = (refusal: Refusal): Otherwise => ({ open: refusal, closed: refusal });

/** The law of the states, written down a second time, as a table: neither the code's nor the database's is asked. */
const law: Record<Exclude<TaskEvent["type"], "advance">, readonly [Otherwise, ...Way[]]> = {
  ask: [always("not_running"), { from: ["running"], to: "waiting" }],
  answer: [always("not_waiting"), { from: ["waiting"], to: "queued", epoch: 1 }],
  rescope: [
    closedOr("not_running"),
    { from: ["queued"], to: "queued", epoch: 1 },
    { from: ["running"], to: "running", epoch: 1 },
  ],
  submit: [always("not_running"), { from: ["running"], to: "in_review" }],
  approve: [review, { from: ["in_review"], to: "approved" }],
  revise: [review, { from: ["in_review", "expired"], to: "queued", revision: 1, epoch: 1 }],
  edit: [review, { from: ["in_review"], to: "in_review", revision: 1, epoch: 1 }],
  discard: [review, { from: ["in_review"], to: "discarded" }],
  expire: [review, { from: ["in_review"], to: "expired" }],
  stop: [always("already_closed"), { from: [...open], to: "cancelled", epoch: 1 }],
  fail: [closedOr("not_running"), { from: underWay, to: "failed", epoch: 1 }],
  retry: [always("not_failed"), { from: ["failed", "waiting"], to: "queued", epoch: 1 }],
  continue: [
    review,
    { from: ["failed"], to: "queued", epoch: 1 },
    { from: ["in_review"], to: "queued", revision: 1, epoch: 1 },
  ],
};

const order: readonly Phase[] = ["plan", "gather", "write", "check"];

/** Where a task stands after an event, or why it stays where it is. */
export function rule(stand: Stand, event: TaskEvent): Stand | Refusal {
  const isOpen = open.has(stand.status);
  if ("revision" in event && event.revision !== stand.revision) {
    return isOpen ? "stale_revision" : "already_closed";
  }
  if (event.type === "advance") return advanced(stand, event.phase);
  const [otherwise, ...ways] = law[event.type];
  const way = ways.find(({ from }) => from.includes(stand.status));
  if (way === undefined) return isOpen ? otherwise.open : otherwise.closed;
  if (event.type === "answer" && !stand.asked) return "not_waiting";
  if (event.type === "retry" && stand.asked) return "not_failed";
  return {
    status: way.to,
    phase: way.to === "running" ? "plan" : null,
    revision: stand.revision + (way.revision ?? 0),
    epoch: stand.epoch + (way.epoch ?? 0),
    asked: event.type === "ask" && event.choice !== undefined,
  };
}

function advanced(stand: Stand, phase: Phase): Stand | Refusal {
  const { status } = stand;
  if (!open.has(status)) return "already_closed";
  if (status === "waiting" || status === "in_review") return "not_running";
  const first = status === "queued";
  const inOrder = first
    ? phase === "plan"
    : order.indexOf(phase) >= order.indexOf(stand.phase ?? "plan");
  return inOrder ? { ...stand, status: "running", phase } : "out_of_order";
}
