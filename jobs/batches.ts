import { reach } from "../src/points.ts";
import { checked, isAmount } from "../src/queue/intent.ts";
import { defineJob } from "../src/queue/job.ts";
import type { Paid } from "../src/research/engine.ts";
import { retakeSlot } from "../src/store/admission.ts";
import {
  type BatchRow,
  deleteBatch,
  findBatch,
  listOut,
  lockBatch,
  markCancelled,
  type Out,
} from "../src/store/batches.ts";
import type { Sql } from "../src/store/database.ts";
import { takePart } from "../src/store/fence.ts";
import { type Ending, settle } from "../src/store/settlements.ts";
import { check } from "./check.ts";
import { batchQueue, pauseSeconds } from "./defer.ts";
import { gather } from "./gather.ts";
import { plan } from "./plan.ts";
import { deliverTo, type RunDeps } from "./run.ts";
import { write } from "./write.ts";

export type BatchDeps = Pick<RunDeps, "db" | "send" | "engine" | "bounds" | "budget"> & {
  readonly log: (event: string, fields: Record<string, string | number>) => void;
};

/** A run whose answers are there waits for a free slot so long before it asks again. In seconds. */
const slotSeconds = 5;

/**
 * Looks whether a batch is answered, with pauses that grow, and cancels it where its run was stopped. Its answers are stored and
 * the run is sent on its way in one commit: a repeat before it reads them again, which costs nothing; one after it finds no batch.
 */
export const batches = defineJob({
  ...batchQueue,
  options: { retryLimit: 10, retryDelaySeconds: 5, expireSeconds: 180, policy: "one_at_a_time" },

  async work({ taskId, batch: id }, deps: BatchDeps, { signal }) {
    const { db, send, bounds } = deps;
    const batch = await findBatch(db, id);
    if (batch === undefined) return;
    const calls = await listOut(db, id);
    const lookAgain = (tx: Sql, afterSeconds: number) =>
      send(tx, batchQueue, { taskId, batch: id }, { afterSeconds, key: id });
    const results = calls.length === 0 ? new Map() : await look(deps, id, batch, calls, signal);
    if (results === undefined) {
      await db.transaction((tx) => lookAgain(tx, pauseSeconds(batch.ageSeconds)));
      return;
    }
    reach("step-worked");
    await db.transaction(async (tx) => {
      // Two that look at once have the same answers: only one of them books these.
      if (!(await lockBatch(tx, id))) return;
      const { run, part } = batch;
      const taken = await takePart(tx, run, part);
      // Money is booked whatever has become of the run.
      const fence = taken ?? { ...run, part: "", claim: 0 };
      for (const call of await listOut(tx, id)) {
        await settle(tx, fence, endingOf(call, results, deps));
      }
      if (taken === undefined) return await deleteBatch(tx, id);
      if (!(await retakeSlot(tx, bounds, taskId))) return await lookAgain(tx, slotSeconds);
      await deleteBatch(tx, id);
      await sendOn(deps, tx, batch);
      await deliverTo(send, tx, taskId);
    });
    reach("step-finished");
  },
});

type Results = ReadonlyMap<string, Paid | null>;

/** Undefined while there is something to wait for. That nobody there can be asked is no reason to pay again, until time is up. */
async function look(
  { db, engine, log }: BatchDeps,
  id: string,
  { stands, isCancelled, isOver }: BatchRow,
  calls: readonly Out[],
  signal: AbortSignal,
): Promise<Results | undefined> {
  const asked = calls.map(({ call, model }) => ({ id: call, model }));
  const service = engine.batches;
  let results: Results | undefined;
  let cancelled = false;
  try {
    if (!isCancelled && (!stands || isOver)) {
      await service?.cancel(id, signal);
      cancelled = true;
    }
    results = await service?.results(id, asked, signal);
  } catch (error) {
    signal.throwIfAborted();
    log("batch not looked at", { batch: id, error: error instanceof Error ? error.name : "?" });
  }
  if (cancelled) await markCancelled(db, id);
  return results ?? (isOver ? new Map() : undefined);
}

/** What has no answer is asked at once the next time; what may have been paid for all the same counts as spent. */
function endingOf(
  { call, name, attempt, reservedUsd }: Out,
  results: Results,
  { budget }: Pick<BatchDeps, "budget">,
): Ending {
  const begun = { name, attempt, reservedUsd };
  const paid = results.get(call);
  if (paid === null) return { ...begun, how: "unpaid", isLive: true };
  if (paid === undefined) return { ...begun, how: "maybe", isLive: true };
  const { output, usage, requestId, usd } = paid;
  const costUsd = isAmount(usd) ? checked(usd) : Number(begun.reservedUsd);
  const taskLimitUsd = budget.task;
  return { ...begun, how: "paid", costUsd, output, usage, requestId, taskLimitUsd };
}

/** Sends a run to the part of it that waits for the answers. */
async function sendOn({ send }: BatchDeps, tx: Sql, { run, part }: BatchRow): Promise<void> {
  const [, phase, subtask] = /^(plan|gather|write|check)(?::(\d+))?(?:@\d+)?$/.exec(part) ?? [];
  if (phase === "gather") return await send(tx, gather, { ...run, subtask: Number(subtask) });
  if (phase === "write" || phase === "check") {
    return await send(tx, phase === "write" ? write : check, run);
  }
  if (phase === "plan") return await send(tx, plan, run);
  throw new Error(`no job goes on with ${part}`);
}
