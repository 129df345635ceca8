import { monitorEventLoopDelay } from "node:perf_hooks";
import { setTimeout } from "node:timers/promises";
import { Worker } from "node:worker_threads";
import { z } from "zod";

/** What a piece of work did to the process that waited for it. */
export const Measured = z.object({
  ms: z.number(),
  /** The longest time that the event loop did not come round, in milliseconds. */
  lagMs: z.number(),
  /** The most memory that the process had meanwhile, in bytes. */
  memoryBytes: z.number(),
  /** How much more that is than it had before. */
  grownBytes: z.number(),
});
export type Measured = z.infer<typeof Measured>;

/** The worst of several, figure by figure. */
export const most = (all: readonly Measured[]): Measured => ({
  ms: Math.max(0, ...all.map(({ ms }) => ms)),
  lagMs: Math.max(0, ...all.map(({ lagMs }) => lagMs)),
  memoryBytes: Math.max(0, ...all.map(({ memoryBytes }) => memoryBytes)),
  grownBytes: Math.max(0, ...all.map(({ grownBytes }) => grownBytes)),
});

const lookEveryMs = 10;

/** Does a piece of work and watches the own process meanwhile. */
export async function measure<Value>(
  work: () => Promise<Value>,
): Promise<{ readonly value: Value; readonly measured: Measured }> {
  const lag = monitorEventLoopDelay({ resolution: lookEveryMs });
  const beforeBytes = process.memoryUsage.rss();
  let memoryBytes = beforeBytes;
  const look = () => {
    memoryBytes = Math.max(memoryBytes, process.memoryUsage.rss());
  };
  const looking = setInterval(look, lookEveryMs);
  lag.enable();
  const startedAt = performance.now();
  try {
    const value = await work();
    const ms = performance.now() - startedAt;
    look();
    // A delay is noted when it is over: the loop has to come round once more.
    await setTimeout(3 * lookEveryMs);
    const grownBytes = memoryBytes - beforeBytes;
    return { value, measured: { ms, lagMs: lag.max / 1e6, memoryBytes, grownBytes } };
  } finally {
    lag.disable();
    clearInterval(looking);
  }
}

/**
 * Ends this process when it takes more memory than that: without its guard it might take all that the machine has. From a
 * thread of its own, because the loop of this one may stand still.
 */
export function endAbove(bytesMax: number): void {
  const watch = `setInterval(() => {
    if (process.memoryUsage.rss() > ${bytesMax}) process.kill(process.pid, "SIGKILL");
  }, ${lookEveryMs})`;
  new Worker(watch, { eval: true }).unref();
}
