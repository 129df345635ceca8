import { setTimeout as sleep } from "node:timers/promises";
import { openRequest as stores } from "../../../../src/listeners/open.ts";
import { findTask } from "../../../../src/store/tasks.ts";

export type { Asked, Opened } from "../../../../src/listeners/open.ts";

const lookEveryMs = 50;
const looksMax = 100;

/** Answers when the work is done, as an app does that works in its listener. */
export const openRequest: typeof stores = async (deps, asked) => {
  const opened = await stores(deps, asked);
  for (let look = 0; opened.result === "accepted" && look < looksMax; look++) {
    const task = await findTask(deps.db, asked.team, opened.number);
    if (task !== undefined && !["queued", "running"].includes(task.state.status)) break;
    await sleep(lookEveryMs);
  }
  return opened;
};
