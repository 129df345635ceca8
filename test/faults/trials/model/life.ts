import type { TaskId } from "../../../../src/domain/ids.ts";
import type { TaskEvent } from "../../../../src/domain/task.ts";
import type { Decision } from "../../../../src/store/decisions.ts";
import type { Delivery, ThreadClaim } from "../../../../src/store/deliveries.ts";
import type { Fence } from "../../../../src/store/fence.ts";
import { rule, type Stand } from "./law.ts";

/** What the tables should hold of one task; a snapshot of them is compared with it, field by field. */
export type Rows = {
  stand: Stand;
  /** Of each entry: what happened, from where to where, and the revision after it. */
  history: [type: string, before: string, after: string, revision: number][];
  runs: number[];
  /** Claims, by revision and part. */
  parts: Record<string, number>;
  /** Outputs, by revision and name; null for what was begun and not finished. */
  steps: Record<string, string | null>;
  notes: { text: string; revision: number | null }[];
  decisions: [revision: number, type: Decision["type"], by: string][];
  /** Hashes and editors, by revision. */
  drafts: Record<string, [hash: string, editedBy: string | null]>;
  deliveries: Record<string, Message>;
  /** Of who has the thread; null where nobody had it yet. */
  claim: number | null;
};

export type Message = {
  state: Delivery["state"];
  ts: string | null;
  hash: string | null;
  attempt: number;
};

/** The rows, and what workers hold in their hands. */
export type Life = {
  readonly id: TaskId;
  readonly rows: Rows;
  readonly fences: Fence[];
  readonly claims: ThreadClaim[];
  /** Counts what was made so far, so that no two texts are the same. */
  made: number;
  /** What was done, in order. */
  readonly story: string[];
};

export const newLife = (id: TaskId): Life => ({
  id,
  rows: {
    stand: { status: "queued", phase: null, revision: 1, epoch: 0 },
    history: [["open", "new", "queued", 1]],
    runs: [1],
    parts: {},
    steps: {},
    notes: [],
    decisions: [],
    drafts: {},
    deliveries: {},
    claim: null,
  },
  fences: [],
  claims: [],
  made: 0,
  story: [],
});

/** Applies an event: undefined where it is accepted, else the refusal. */
export function happen({ rows }: Life, event: TaskEvent): string | undefined {
  const before = rows.stand;
  const after = rule(before, event);
  if (typeof after === "string") return after;
  rows.stand = after;
  rows.history.push([event.type, before.status, after.status, after.revision]);
  return undefined;
}

/** Whether what is written under the fence counts. */
export const stands = ({ rows: { stand, parts } }: Life, fence: Fence): boolean =>
  fence.revision === stand.revision &&
  fence.epoch === stand.epoch &&
  parts[`${fence.revision}:${fence.part}`] === fence.claim;
