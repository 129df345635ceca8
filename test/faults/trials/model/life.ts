import type { Scope } from "../../../../src/domain/budget.ts";
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
  runs: Pass[];
  /** What somebody has raised its budget to, in US dollars. */
  budget: number | null;
  /** Claims, by revision and part. */
  parts: Record<string, number>;
  /** Outputs, by revision and name; null for what was begun and not finished. */
  steps: Record<string, string | null>;
  notes: { text: string; revision: number | null; isFeedback: boolean }[];
  /** By revision, part and step: after which of the notes, and up to which, counted from 1. */
  hearings: Record<string, [after: number, upto: number]>;
  decisions: [revision: number, type: Decision["type"], by: string][];
  /** Hashes and editors, by revision. */
  drafts: Record<string, [hash: string, editedBy: string | null]>;
  deliveries: Record<string, Message>;
  /** Of who has the thread; null where nobody had it yet. */
  claim: number | null;
};

/** A run: which plan of it counts, and whose budget kept it from going further, by how many US dollars. */
export type Pass = {
  readonly revision: number;
  scope: number;
  short: [scope: Scope, usd: number] | null;
};

export const newPass = (revision: number): Pass => ({ revision, scope: 1, short: null });

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
  /** The notes' ids in the store, in their order. */
  readonly noteIds: string[];
  /** Counts what was made so far, so that no two texts are the same. */
  made: number;
  /** What was done, in order. */
  readonly story: string[];
};

export const newLife = (id: TaskId): Life => ({
  id,
  rows: {
    stand: { status: "queued", phase: null, revision: 1, epoch: 0, asked: false },
    history: [["open", "new", "queued", 1]],
    runs: [newPass(1)],
    budget: null,
    parts: {},
    steps: {},
    notes: [],
    hearings: {},
    decisions: [],
    drafts: {},
    deliveries: {},
    claim: null,
  },
  fences: [],
  claims: [],
  noteIds: [],
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

/** The run of a revision; every revision that there is has one. */
export function passOf({ rows }: Life, revision: number): Pass {
  const pass = rows.runs.find((each) => each.revision === revision);
  if (pass === undefined) throw new Error(`there is no run ${revision} in the model`);
  return pass;
}

/** Up to which note a part of a run has heard, counted from 1. */
export const heardBy = ({ rows }: Life, revision: number, part: string): number =>
  Math.max(
    0,
    ...Object.entries(rows.hearings).flatMap(([key, [, upto]]) =>
      key.startsWith(`${revision}:${part}:`) ? [upto] : [],
    ),
  );

/** Whether what is written under the fence counts. */
export const stands = ({ rows: { stand, parts } }: Life, fence: Fence): boolean =>
  fence.revision === stand.revision &&
  fence.epoch === stand.epoch &&
  parts[`${fence.revision}:${fence.part}`] === fence.claim;
