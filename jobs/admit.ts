import { z } from "zod";
import type { TaskId } from "../src/domain/ids.ts";
import { defineJob } from "../src/queue/job.ts";
import type { Send } from "../src/queue/queue.ts";
import { admitWaiting, type Bounds, isAnyWaiting } from "../src/store/admission.ts";
import type { Database, Sql } from "../src/store/database.ts";
import { planQueue } from "./run.ts";

export type AdmitDeps = { readonly db: Database; readonly send: Send; readonly bounds: Bounds };

/** Gives free slots to the runs that wait for one. A repeat finds fewer waiting, or none. */
export const admit = defineJob({
  queue: "admit",
  payload: z.object({}),
  options: { retryLimit: 5, retryDelaySeconds: 1, expireSeconds: 30 },

  async work(_payload, deps: AdmitDeps) {
    await deps.db.transaction((tx) => giveSlots(deps, tx));
  },
});

/** Sends every run that gets a slot to its plan, except `own`, which is there already. Answers whether `own` got one. */
export async function giveSlots(
  { send, bounds }: Omit<AdmitDeps, "db">,
  tx: Sql,
  own?: TaskId,
): Promise<boolean> {
  const admitted = await admitWaiting(tx, bounds);
  for (const run of admitted) if (run.taskId !== own) await send(tx, planQueue, run);
  return admitted.some(({ taskId }) => taskId === own);
}

/** For whoever ends a run or takes it back: the slot that becomes free is the next one's. */
export async function freeSlot(send: Send, tx: Sql): Promise<void> {
  if (await isAnyWaiting(tx)) await send(tx, admit, {});
}
