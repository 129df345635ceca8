import { setTimeout as sleep } from "node:timers/promises";
import type { Given } from "../trial.ts";
import type { Scene } from "./scene.ts";
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
  while (Date.now() < until) {
    const open = await books.countOpen();
    if (open !== undefined && open.tasks + open.messages + open.jobs === 0) {
      if (open.looks === 0) return true;
      if (size === "short" && unended(await books.read(), slack).length === 0) return true;
    }
    await sleep(lookEveryMs);
  }
  return false;
}
