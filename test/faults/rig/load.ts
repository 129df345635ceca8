import { setTimeout as sleep } from "node:timers/promises";
import type { Scene } from "./scene.ts";

export type Load = {
  readonly workers: number;
  /** So many tasks are under way all the time. */
  readonly underWay: number;
  readonly tasksMax: number;
  /** Where the next one is asked; a channel of its own, unless told. */
  readonly channelOf?: () => string | undefined;
};

/** Has an app and so many workers at work on a steady load for as long as `meanwhile` lasts. */
export async function underLoad(
  scene: Scene,
  { workers, ...load }: Load,
  meanwhile: () => Promise<void>,
): Promise<void> {
  const { crew } = scene;
  const hired = Array.from({ length: workers }, () => crew.hire("worker"));
  await Promise.all([crew.hire("app"), ...hired]);
  const over = new AbortController();
  const asking = keepAsking(scene, load, over.signal);
  try {
    await meanwhile();
  } finally {
    over.abort();
    await asking;
  }
}

/** How often somebody looks whether there is enough to do, in milliseconds. */
const lookEveryMs = 200;

async function keepAsking(
  { books, ask }: Scene,
  { underWay, tasksMax, channelOf }: Omit<Load, "workers">,
  over: AbortSignal,
): Promise<void> {
  let asked = 0;
  while (!over.aborted && asked < tasksMax) {
    const open = await books.countOpen();
    const missing = open === undefined ? 0 : Math.min(underWay - open.tasks, tasksMax - asked);
    const asks = Array.from({ length: Math.max(0, missing) }, () => ask(undefined, channelOf?.()));
    asked += asks.length;
    await Promise.all(asks);
    await sleep(lookEveryMs);
  }
}
