import { z } from "zod";
import type { Called } from "../../rig/slack/world.ts";
import type { Written } from "./audit.ts";

/** One process that stood still for a while. Times in milliseconds since 1970. */
export type Pause = {
  readonly name: string;
  readonly where: string;
  readonly pausedAt: number;
  readonly wokeAt: number;
  /** Whether it ended when it was told to, some time after it woke. */
  readonly ended: boolean;
};

/** A right to write: to a part of a run, or to a task's thread. */
type Taking = { readonly at: number; readonly by: string };

const Row = z.looseObject({
  task_id: z.string().optional(),
  id: z.string().optional(),
  revision: z.int().optional(),
  name: z.string().optional(),
  number: z.int().optional(),
  subtask: z.int().optional(),
  status: z.string().optional(),
  state: z.unknown().optional(),
  hash: z.string().nullable().optional(),
  attempt: z.int().optional(),
});
type Row = z.infer<typeof Row>;

/** Every write of a process that had stood still, under a right that somebody else had taken meanwhile; in a sentence each. */
export function staleWrites(audit: readonly Written[], pauses: readonly Pause[]): string[] {
  const takings = new Map<string, Taking[]>();
  const before = new Map<string, Row>();
  const stale: string[] = [];
  for (const { at, by, what, isNew, row: given } of audit) {
    const row = Row.parse(given);
    const taken = takenBy(what, row);
    if (taken !== undefined) push(takings, taken, { at, by });
    const right = rightFor(what, isNew, row, before);
    const pause = right && lostIn(takings.get(right) ?? [], { at, by }, pauses);
    if (pause) stale.push(`${by} woke after ${pause.where} and wrote ${what} (${right})`);
  }
  return stale;
}

/** Every message that was changed in such a way. One request may be under way as its right is lost. */
export function staleCalls(
  calls: readonly Called[],
  audit: readonly Written[],
  pauses: readonly Pause[],
): string[] {
  const takings = new Map<string, Taking[]>();
  for (const { at, by, what, row } of audit) {
    const taken = takenBy(what, Row.parse(row));
    if (taken !== undefined) push(takings, taken, { at, by });
  }
  return calls.flatMap(({ at, by, method, ok, key }) => {
    if (!ok || key === undefined || !method.startsWith("chat.")) return [];
    const thread = `thread ${key.split(":")[0]}`;
    const before = (takings.get(thread) ?? []).filter((taking) => taking.at <= at);
    const pause = lostIn(before, { at, by }, pauses);
    return pause ? [`${by} woke after ${pause.where} and sent ${method} (${key})`] : [];
  });
}

/** The pause in which the right was lost that is made use of here, if it was so lost. */
function lostIn(
  takings: readonly Taking[],
  { at, by }: Taking,
  pauses: readonly Pause[],
): Pause | undefined {
  const last = takings.at(-1);
  if (last === undefined || last.by === by) return undefined;
  return pauses.find(
    ({ name, pausedAt, wokeAt }) =>
      name === by && wokeAt <= at && last.at >= pausedAt && last.at <= wokeAt,
  );
}

function takenBy(what: string, row: Row): string | undefined {
  if (what === "part") return `${row.task_id} ${row.revision} ${row.name}`;
  if (what === "thread_claim") return `thread ${row.task_id}`;
  return undefined;
}

/** What gives the right to this write; undefined for what anybody may write. */
function rightFor(
  what: string,
  isNew: boolean,
  row: Row,
  before: Map<string, Row>,
): string | undefined {
  const run = `${row.task_id} ${row.revision}`;
  switch (what) {
    case "step":
      return `${run} ${partOf(row.name ?? "")}`;
    case "source":
      return `${run} gather:${row.subtask}`;
    case "subtask":
      if (isNew) return `${run} plan`;
      if (row.status === "pending") return `${run} plan`;
      return row.status === "failed" ? undefined : `${run} gather:${row.number}`;
    case "draft":
      return `${run} check`;
    case "delivery": {
      const key = String(row["key"]);
      const was = before.get(key);
      before.set(key, row);
      // What became of an attempt may be noted by whoever made it, and a problem by anybody.
      const sent = row.state === "sending" && was?.attempt !== row.attempt;
      const both = was?.state === "sent" && row.state === "sent";
      const changed = both && row.hash !== was.hash && row.hash !== null;
      return sent || changed ? `thread ${row.task_id}` : undefined;
    }
    default:
      return undefined;
  }
}

const partOf = (step: string): string => step.replace(/^read:(\d+):.*$/, "gather:$1");

function push(takings: Map<string, Taking[]>, right: string, taking: Taking): void {
  const list = takings.get(right);
  if (list === undefined) takings.set(right, [taking]);
  else list.push(taking);
}
