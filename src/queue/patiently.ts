import { setTimeout as wait } from "node:timers/promises";
import { isConnectionLost } from "../store/database.ts";

/** How long a paid answer is kept in hand while the database is away, and how often it is offered; in milliseconds. */
const keptForMs = 30_000;
const offeredEveryMs = 500;

/** Tries again while the database is away. `find` says whether an attempt came through after all. */
export async function patiently<Result>(
  attempt: () => Promise<Result>,
  find: () => Promise<Result | undefined>,
): Promise<Result> {
  const until = performance.now() + keptForMs;
  let lost = false;
  for (;;) {
    try {
      const found = lost ? await find() : undefined;
      return found ?? (await attempt());
    } catch (error) {
      if (!isConnectionLost(error) || performance.now() > until) throw error;
      lost = true;
      await wait(offeredEveryMs);
    }
  }
}
