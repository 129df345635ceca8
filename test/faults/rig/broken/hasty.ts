import { openQueue as open, type Queue, type QueueOptions } from "../../../../src/queue/queue.ts";

export * from "../../../../src/queue/queue.ts";

/** In place of the one of `src/queue/queue.ts`: stops without finishing or handing back what it has in hand. */
export async function openQueue(options: QueueOptions): Promise<Queue> {
  const queue = await open(options);
  return {
    ...queue,
    async [Symbol.asyncDispose]() {
      await queue.boss.stop({ graceful: false });
      process.exit(0);
    },
  };
}
