import { PgBoss } from "pg-boss";
import { prepared, type Sql } from "../store/database.ts";
import type { Address, Job, QueueLog } from "./job.ts";
import { settle } from "./settle.ts";

/** Where jobs go that cannot be done: out of retries, or ended by PermanentError. */
export const deadLetters = "dead";

/** A queue by its name and settings, whatever travels through it. */
export type AnyJob = Pick<Job<object, never>, "queue" | "options">;

export type SendOptions = {
  /** Not before so many seconds from now. */
  readonly afterSeconds?: number;
  /** What `one_at_a_time` compares. */
  readonly key?: string;
};

/** Puts a job in its queue within the caller's transaction: the job exists if and only if the rows do. */
export type Send = <Payload extends object>(
  tx: Sql,
  job: Address<Payload>,
  payload: Payload,
  options?: SendOptions,
) => Promise<void>;

export type Queue = {
  readonly send: Send;
  /** Works a queue with so many jobs at once in this process. */
  work<Payload extends object, Deps>(
    job: Job<Payload, Deps>,
    deps: Deps,
    atOnce: number,
  ): Promise<void>;
  /** Sends a payload by a cron rule, once however many processes ask for it; and once now. */
  repeat<Payload extends object>(
    job: Address<Payload>,
    cron: string,
    payload: Payload,
  ): Promise<void>;
  /** The library itself, for tests and the operator's figures. */
  readonly boss: PgBoss;
  [Symbol.asyncDispose](): Promise<void>;
};

export type QueueOptions = {
  readonly connectionString: string;
  /** Every queue there is; a process that only sends must know them too. */
  readonly jobs: readonly AnyJob[];
  readonly log: QueueLog;
  /** How long a stopping worker may take to end its jobs, in milliseconds. */
  readonly drainMs: number;
};

/** How long an idle worker sleeps when no notification wakes it: retries and freed keys send none. */
const backstopPollSeconds = 1;

export async function openQueue(options: QueueOptions): Promise<Queue> {
  const { connectionString, log } = options;
  const boss = new PgBoss({
    connectionString,
    application_name: "legwork-queue",
    max: 6,
    useListenNotify: true,
    superviseIntervalSeconds: 10,
    monitorIntervalSeconds: 10,
  });
  boss.on("error", (error) => log("queue error", { name: error.name, message: error.message }));
  boss.on("warning", ({ message }) => log("queue warning", { message }));
  await boss.start();
  // The dead letters first: the others name them.
  const ordered = options.jobs.toSorted(
    (a, b) => Number(b.queue === deadLetters) - Number(a.queue === deadLetters),
  );
  for (const job of ordered) await openOne(boss, job);

  const send: Send = async (tx, job, payload, { afterSeconds, key } = {}) => {
    await boss.send(job.queue, job.payload.parse(payload), {
      db: { executeSql: (text, values) => tx.query(prepared(text, values ?? [])) },
      ...(afterSeconds !== undefined && { startAfter: afterSeconds }),
      ...(key !== undefined && { singletonKey: key }),
    });
  };

  async function work<Payload extends object, Deps>(
    job: Job<Payload, Deps>,
    deps: Deps,
    atOnce: number,
  ): Promise<void> {
    for (let n = 0; n < atOnce; n++) await startWorker(boss, job, deps, log);
  }

  async function repeat<Payload extends object>(
    { queue, payload: schema }: Address<Payload>,
    cron: string,
    payload: Payload,
  ): Promise<void> {
    const data = schema.parse(payload);
    await boss.schedule(queue, cron, data, { singletonKey: queue });
    await boss.send(queue, data, { singletonKey: queue });
  }

  return {
    send,
    work,
    repeat,
    boss,
    [Symbol.asyncDispose]: () => boss.stop({ graceful: true, timeout: options.drainMs }),
  };
}

/** Creates the queue or brings an existing one to these options: creating alone never changes one. */
async function openOne(boss: PgBoss, { queue, options }: AnyJob): Promise<void> {
  const settings = {
    retryLimit: options.retryLimit,
    retryDelay: options.retryDelaySeconds,
    retryBackoff: true,
    expireInSeconds: options.expireSeconds,
    heartbeatSeconds: 10,
    notify: true,
    ...(queue !== deadLetters && { deadLetter: deadLetters }),
  };
  const policy = options.policy === "one_at_a_time" ? "singleton" : "standard";
  await boss.createQueue(queue, { ...settings, policy });
  await boss.updateQueue(queue, settings);
}

/** One loop that takes one job at a time, and looks again at once: notifications do not say how many jobs wait. */
async function startWorker<Payload extends object, Deps>(
  boss: PgBoss,
  job: Job<Payload, Deps>,
  deps: Deps,
  log: QueueLog,
): Promise<void> {
  const id: string = await boss.work(
    job.queue,
    {
      perJobResults: true,
      includeMetadata: true,
      batchSize: 1,
      heartbeatRefreshSeconds: 3,
      pollingIntervalSeconds: backstopPollSeconds,
      notifyPollingIntervalSeconds: backstopPollSeconds,
    },
    async (batch) => {
      try {
        const again = (payload: object, afterSeconds: number, key: string | null) =>
          boss.send(job.queue, payload, {
            startAfter: afterSeconds,
            ...(key !== null && { singletonKey: key }),
          });
        return await Promise.all(batch.map((queued) => settle(job, deps, queued, { again, log })));
      } finally {
        boss.notifyWorker(id);
      }
    },
  );
}
