import { z } from "zod";
import { TaskId } from "../src/domain/ids.ts";
import { DeferredError } from "../src/errors.ts";
import { giveBack, type Later, sendOff } from "../src/queue/defer.ts";
import type { Owned } from "../src/queue/watch.ts";
import { leaveSlot } from "../src/store/admission.ts";
import { isPatient, saveBatch } from "../src/store/batches.ts";
import { holdFence } from "../src/store/fence.ts";
import { freeSlot } from "./admit.ts";
import { deliverTo, type RunDeps } from "./run.ts";

/** Where batches are looked after. Whoever sends one sends here too, so it stands apart from its job. */
export const batchQueue = {
  queue: "batches",
  payload: z.object({ taskId: TaskId, batch: z.string() }),
};

/** The service answers within a day or not at all; an hour more, as its clock and ours differ. In hours. */
const batchHoursMax = 25;

/** How long to wait before the next look, by how long a batch has been out: a quarter of that; in seconds. */
const pause = { least: 5, most: 5 * 60, share: 0.25 } as const;

export const pauseSeconds = (ageSeconds: number): number =>
  Math.ceil(Math.min(pause.most, Math.max(pause.least, ageSeconds * pause.share)));

export type DeferDeps = Pick<RunDeps, "db" | "send" | "engine">;

/**
 * Does a phase of a run for which nobody sits and waits: what it asks of the model alone is collected, and sent as one batch when
 * it can do no more without the answers. The run then waits in its row, without a worker and without a slot, until the batch's
 * own job sends it here again.
 */
export async function inBatches(
  deps: DeferDeps,
  owned: Owned,
  work: (owned: Owned) => Promise<void>,
): Promise<void> {
  const { db, engine } = deps;
  const { fence } = owned;
  const mayWait = engine.batches !== undefined && (await isPatient(db, fence.taskId));
  const later: Later = new Map();
  try {
    await work(mayWait ? { ...owned, later } : owned);
  } catch (error) {
    if (error instanceof DeferredError) return await waitFor(deps, owned, later, work);
    await giveBack(db, fence, later);
    throw error;
  }
  await giveBack(db, fence, later);
}

async function waitFor(
  { db, send, engine }: DeferDeps,
  owned: Owned,
  later: Later,
  work: (owned: Owned) => Promise<void>,
): Promise<void> {
  const { fence, signal } = owned;
  const { batches } = engine;
  const { taskId } = fence;
  if (batches !== undefined && later.size > 0) {
    const sent = await sendOff(db, fence, later, batches, signal, (id, calls) =>
      db.transaction(async (tx) => {
        await saveBatch(tx, id, fence, calls, batchHoursMax);
        await send(tx, batchQueue, { taskId, batch: id }, { afterSeconds: pause.least, key: id });
      }),
    );
    // Then all of them are asked at once.
    if (!sent) return await work(owned);
  }
  await db.transaction(async (tx) => {
    await holdFence(tx, fence);
    await leaveSlot(tx, taskId);
    await deliverTo(send, tx, taskId);
    await freeSlot(send, tx);
  });
}
