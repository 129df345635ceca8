import { FencedError } from "../errors.ts";
import type { Database } from "../store/database.ts";
import { reach } from "../points.ts";
import { type Fence, isStanding, type Run, takePart } from "../store/fence.ts";
import type { Later } from "./defer.ts";

/** How often a worker looks whether its run still stands; a stop is noticed within this and a moment. In milliseconds. */
const lookEveryMs = 1_000;

export type Owned = {
  readonly fence: Fence;
  readonly signal: AbortSignal;
  /** Where calls go whose answers may come later; left out: all are made at once. */
  readonly later?: Later;
};

/**
 * Takes a part of a run and does `work` on it; the signal aborts as soon as the run is stopped, changed or taken over.
 * Does nothing at all when the run is already void.
 */
export async function own(
  db: Database,
  run: Run,
  part: string,
  signal: AbortSignal,
  work: (owned: Owned) => Promise<void>,
): Promise<void> {
  const fence = await takePart(db, run, part);
  if (fence === undefined) throw new FencedError(`${part} of ${run.taskId} is void`);
  reach("part-taken");

  const lost = new AbortController();
  const look = setInterval(() => {
    isStanding(db, fence).then(
      (standing) => standing || lost.abort(new FencedError(`${part} of ${run.taskId} was lost`)),
      () => {}, // The database cannot be asked just now; the next write finds out.
    );
  }, lookEveryMs);
  try {
    await work({ fence, signal: AbortSignal.any([signal, lost.signal]) });
  } catch (error) {
    // Whatever the interrupted work threw, the cause is that the run is no longer ours.
    if (lost.signal.aborted) throw new FencedError("interrupted", { cause: error });
    throw error;
  } finally {
    clearInterval(look);
  }
}
