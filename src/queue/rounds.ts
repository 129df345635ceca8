import type { QueueLog } from "./job.ts";

/**
 * Does something again and again, one round after the other, until it is disposed of. For what must not depend on the queue's
 * own jobs. A round that fails is told to the operator, and the next one tries again.
 */
export function startRounds(
  { everyMs, called, log }: { everyMs: number; called: string; log: QueueLog },
  round: () => Promise<void>,
): AsyncDisposable {
  const closed = new AbortController();
  let next: NodeJS.Timeout | undefined;

  const turn = async (): Promise<void> => {
    try {
      await round();
    } catch (error) {
      log(`${called} failed`, { error: error instanceof Error ? error.name : "?" });
    }
    if (closed.signal.aborted) return;
    next = setTimeout(() => void (running = turn()), everyMs);
  };
  let running = turn();

  return {
    async [Symbol.asyncDispose]() {
      closed.abort();
      clearTimeout(next);
      await running;
    },
  };
}
