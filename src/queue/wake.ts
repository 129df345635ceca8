import { openSession, type Session } from "../store/session.ts";
import { wakeQueues } from "../store/wake.ts";
import type { QueueLog } from "./job.ts";

/** Tells all workers, wherever they run, that there is something in a queue. */
export type Wake = AsyncDisposable & {
  tell(queue: string): void;
};

/**
 * A notification within the transaction that sends a job would make all such transactions commit one after the other: Postgres
 * keeps notifications in one order. So they are sent behind the commit, on a connection of their own and many in one go. One
 * that is lost costs a poll's time and nothing else.
 */
export function openWake(options: { connectionString: string; log: QueueLog }): Wake {
  const waiting = new Set<string>();
  let session: Session | undefined;
  let telling: Promise<void> | undefined;

  async function tellAll(): Promise<void> {
    while (waiting.size > 0) {
      const queues = [...waiting];
      waiting.clear();
      if (session?.lost() !== undefined) await close();
      session ??= await openSession(options.connectionString, { durable: false });
      await wakeQueues(session, queues);
    }
  }
  async function close(): Promise<void> {
    await session?.[Symbol.asyncDispose]();
    session = undefined;
  }

  return {
    tell(queue) {
      waiting.add(queue);
      telling ??= tellAll()
        .catch((error: unknown) => {
          options.log("workers not woken", { error: error instanceof Error ? error.name : "?" });
        })
        .finally(() => (telling = undefined));
    },
    async [Symbol.asyncDispose]() {
      await telling;
      await close();
    },
  };
}
