import { setTimeout as sleep } from "node:timers/promises";
import type { Given } from "../trial.ts";
import { type Scene, visibleWithinMs } from "./scene.ts";
import { unended } from "./shown.ts";

/** How often somebody looks, in milliseconds. */
const lookEveryMs = 200;

/**
 * Waits until nothing is left to do or to show; in short only until everybody sees the end of what they asked, for looks at
 * threads that are due later find them as they should be. Answers with false after so many milliseconds.
 */
export async function settle(
  { books, slack }: Scene,
  size: Given["size"],
  withinMs: number,
): Promise<boolean> {
  const until = Date.now() + withinMs;
  let doneAt: number | undefined;
  while (Date.now() < until) {
    const open = await books.countOpen();
    const isDone = open !== undefined && open.tasks + open.messages + open.jobs === 0;
    const isQuiet = isDone && open.looks === 0;
    if (isQuiet || (isDone && size === "short")) {
      if (unended(await books.read(), slack).length === 0) return true;
    }
    // What was posted a moment ago is perhaps not seen yet; what is not seen after that is not there.
    doneAt = isQuiet ? (doneAt ?? Date.now()) : undefined;
    if (doneAt !== undefined && Date.now() - doneAt > visibleWithinMs) return true;
    await sleep(lookEveryMs);
  }
  return false;
}
