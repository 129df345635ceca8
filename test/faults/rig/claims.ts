import { setTimeout as sleep } from "node:timers/promises";
import { z } from "zod";
import type { Books } from "./books.ts";

/** How often a part of a run has been taken, and when last; in milliseconds since 1970. */
const Claim = z.object({ claim: z.int(), takenAt: z.number() });
export type Claim = z.infer<typeof Claim>;

export async function claimOf(
  { query }: Books,
  question: string,
  part: string,
): Promise<Claim | undefined> {
  const [row] = await query(
    `select claim, (extract(epoch from taken_at) * 1000)::float8 as "takenAt"
     from part join task on task.id = task_id where question = $1 and name = $2`,
    Claim,
    [question, part],
  );
  return row;
}

/** How often somebody looks, and when nothing is to be seen any more; in milliseconds. */
const lookEveryMs = 20;
const seenWithinMs = 30_000;

/** Resolves with what there is to see as soon as there is something. */
export async function seen<Found>(look: () => Found | undefined): Promise<Found> {
  const until = Date.now() + seenWithinMs;
  while (Date.now() < until) {
    const found = look();
    if (found !== undefined) return found;
    await sleep(lookEveryMs);
  }
  throw new Error(`there was nothing to see for ${seenWithinMs} ms`);
}
