import type { z } from "zod";
import { AccountError, FencedError } from "../src/errors.ts";
import type { Owned } from "../src/queue/watch.ts";
import { holdFence } from "../src/store/fence.ts";
import { changeTask } from "../src/store/tasks.ts";
import { freeSlot } from "./admit.ts";
import { alarm } from "./alarm.ts";
import { type DeferDeps, inBatches } from "./defer.ts";
import { deliverTo, inPart, type RunDeps, type RunPayload } from "./run.ts";

type PauseDeps = Pick<RunDeps, "db" | "send" | "now">;

/**
 * Does one part of a run. Where the account does not allow to go on, the run waits in its place, with all that it has, until
 * somebody who has had that mended says that it may go on.
 */
export const inPhase = (
  deps: PauseDeps & DeferDeps,
  run: z.infer<typeof RunPayload>,
  part: string,
  signal: AbortSignal,
  work: (owned: Owned) => Promise<void>,
): Promise<void> =>
  inPart(deps, run, part, signal, async (owned) => {
    try {
      await inBatches(deps, owned, work);
    } catch (error) {
      if (!(error instanceof AccountError)) throw error;
      await pause(deps, owned, error);
      throw new FencedError("the run is paused", { cause: error });
    }
  });

/** Gives up the run's slot and tells an admin. Parts beside this one find the run waiting already, and end without a word. */
async function pause(
  { db, send, now }: PauseDeps,
  { fence }: Owned,
  { message: question, forAdmin }: AccountError,
): Promise<void> {
  const { taskId, revision } = fence;
  await db.transaction(async (tx) => {
    await holdFence(tx, fence);
    const paused = await changeTask(tx, taskId, { type: "ask", revision, question, at: now() });
    if (typeof paused === "string") return;
    await send(tx, alarm, { team: paused.thread.team, task: paused.number, text: forAdmin });
    await deliverTo(send, tx, taskId);
    await freeSlot(send, tx);
  });
}
