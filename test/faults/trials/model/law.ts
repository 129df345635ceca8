import type { Phase, Refusal, Status, TaskEvent } from "../../../../src/domain/task.ts";

/** Where a task stands, as small as it can be said. */
export type Stand = {
  readonly status: Status;
  readonly phase: Phase | null;
  readonly revision: number;
  readonly epoch: number;
};

type Line = {
  readonly from: readonly Status[];
  readonly to: Status;
  readonly revision?: 1;
  readonly epoch?: 1;
  /** What is answered in an open state that is none of `from`, and in a closed one. */
  readonly open: Refusal;
  readonly closed: Refusal;
};

const underWay = ["queued", "running", "waiting"] as const satisfies Status[];
const open: ReadonlySet<Status> = new Set([...underWay, "in_review"] as const);
const review = { open: "not_in_review", closed: "already_closed" } as const;
const always = (refusal: Refusal) => ({ open: refusal, closed: refusal });

/** The law of the states, written down a second time, as a table: neither the code's nor the database's is asked. */
const law: Record<Exclude<TaskEvent["type"], "advance">, Line> = {
  ask: { from: ["running"], to: "waiting", ...always("not_running") },
  answer: { from: ["waiting"], to: "running", epoch: 1, ...always("not_waiting") },
  submit: { from: ["running"], to: "in_review", ...always("not_running") },
  approve: { from: ["in_review"], to: "approved", ...review },
  revise: { from: ["in_review", "expired"], to: "queued", revision: 1, epoch: 1, ...review },
  edit: { from: ["in_review"], to: "in_review", revision: 1, epoch: 1, ...review },
  discard: { from: ["in_review"], to: "discarded", ...review },
  expire: { from: ["in_review"], to: "expired", ...review },
  stop: { from: [...open], to: "cancelled", epoch: 1, ...always("already_closed") },
  fail: { from: underWay, to: "failed", epoch: 1, open: "not_running", closed: "already_closed" },
  retry: { from: ["failed"], to: "queued", epoch: 1, ...always("not_failed") },
};

const order: readonly Phase[] = ["plan", "gather", "write", "check"];

/** Where a task stands after an event, or why it stays where it is. */
export function rule(stand: Stand, event: TaskEvent): Stand | Refusal {
  const isOpen = open.has(stand.status);
  if ("revision" in event && event.revision !== stand.revision) {
    return isOpen ? "stale_revision" : "already_closed";
  }
  if (event.type === "advance") return advanced(stand, event.phase);
  const line = law[event.type];
  if (!line.from.includes(stand.status)) return isOpen ? line.open : line.closed;
  return {
    status: line.to,
    phase: line.to === "running" ? "plan" : null,
    revision: stand.revision + (line.revision ?? 0),
    epoch: stand.epoch + (line.epoch ?? 0),
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
