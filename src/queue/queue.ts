import { PgBoss } from "pg-boss";
import type { Sql } from "../store/database.ts";
import { hurryRun } from "../store/leases.ts";
import { type Gate, openGate } from "./gate.ts";
import type { Address, Job, QueueLog } from "./job.ts";
import { type Leases, openLeases } from "./lease.ts";
import { startReaper } from "./reap.ts";
import { type Hands, settle } from "./settle.ts";
import { openWake, type Wake } from "./wake.ts";
import { within } from "./within.ts";

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

/** The same for many jobs of one queue, in one statement. */
export type SendAll = <Payload extends object>(
  tx: Sql,
  job: Address<Payload>,
  payloads: readonly Payload[],
) => Promise<void>;

/** Lets what a task has in a queue for later begin now; its workers are told behind the commit, wherever they run. */
export type Hurry = (sql: Sql, queue: string, taskId: string) => Promise<void>;

export type Queue = {
  readonly send: Send;
  readonly sendAll: SendAll;
  readonly hurry: Hurry;
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
  /** For a process that works: how many runs it takes at once, and where it looks for jobs of workers that are gone. */
  readonly worker?: { readonly runs: number; readonly sql: Sql };
  /** How long a stopping worker may take to end its jobs, in milliseconds. */
  readonly drainMs: number;
};

/** How long an idle worker sleeps when no notification wakes it: retries and freed keys send none. */
const backstopPollSeconds = 1;

/**
 * How often a job may lose its worker, beyond the failures of its own, before it is taken for what kills them. The
 * library counts both alike; failures are told apart by what they leave behind.
 */
const lostWorkersMax = 20;

/** No retry waits longer than this. */
const retryDelayMaxSeconds = 300;

export async function openQueue(options: QueueOptions): Promise<Queue> {
  const { connectionString, log, worker } = options;
  const boss = new PgBoss({
    connectionString,
    application_name: "legwork-queue",
    max: 6,
    useListenNotify: true,
    superviseIntervalSeconds: 3,
    monitorIntervalSeconds: 3,
  });
  boss.on("error", (error) => log("queue error", { name: error.name, message: error.message }));
  boss.on("warning", ({ message }) => log("queue warning", { message }));
  await boss.start();
  // The dead letters first: the others name them.
  const ordered = options.jobs.toSorted(
    (a, b) => Number(b.queue === deadLetters) - Number(a.queue === deadLetters),
  );
  for (const job of ordered) await openOne(boss, job);

  const wake = openWake({ connectionString, log });
  const send = sendThrough(boss, wake);
  const sendAll = sendAllThrough(boss, wake);
  const desk = worker && (await openDesk(boss, worker, options));

  async function work<Payload extends object, Deps>(
    job: Job<Payload, Deps>,
    deps: Deps,
    atOnce: number,
  ): Promise<void> {
    if (desk === undefined) throw new Error("this process was not opened as a worker");
    for (let n = 0; n < atOnce; n++) await startLoop(boss, job, deps, desk);
  }

  async function repeat<Payload extends object>(
    { queue, payload: schema }: Address<Payload>,
    cron: string,
    payload: Payload,
  ): Promise<void> {
    const data = schema.parse(payload);
    await boss.schedule(queue, cron, data, { singletonKey: queue });
    await boss.send(queue, data, { singletonKey: queue });
    wake.tell(queue);
  }

  return {
    send,
    sendAll,
    hurry: hurryThrough(wake),
    work,
    repeat,
    boss,
    async [Symbol.asyncDispose]() {
      await desk?.clear(options.drainMs);
      await boss.stop({ graceful: true, timeout: stopMs });
      await desk?.[Symbol.asyncDispose]();
      await wake[Symbol.asyncDispose]();
    },
  };
}

/** The wake-up call comes behind the commit; a job of a later time is found by the poll. */
const sendThrough =
  (boss: PgBoss, wake: Wake): Send =>
  async (tx, job, payload, { afterSeconds, key } = {}) => {
    await boss.send(job.queue, job.payload.parse(payload), {
      db: within(tx),
      ...(afterSeconds !== undefined && { startAfter: afterSeconds }),
      ...(key !== undefined && { singletonKey: key }),
    });
    if (afterSeconds === undefined || afterSeconds <= 0) tellBehind(tx, wake, job.queue);
  };

const sendAllThrough =
  (boss: PgBoss, wake: Wake): SendAll =>
  async (tx, job, payloads) => {
    const jobs = payloads.map((payload) => ({ data: job.payload.parse(payload) }));
    await boss.insert(job.queue, jobs, { db: within(tx) });
    tellBehind(tx, wake, job.queue);
  };

const hurryThrough =
  (wake: Wake): Hurry =>
  async (sql, queue, taskId) => {
    if (await hurryRun(sql, queue, taskId)) tellBehind(sql, wake, queue);
  };

/** Behind the commit, where there is one to wait for. */
function tellBehind(sql: Sql, wake: Wake, queue: string): void {
  if (sql.onCommit === undefined) wake.tell(queue);
  else sql.onCommit(() => wake.tell(queue));
}

/** Creates the queue or brings an existing one to these options: creating alone never changes one. */
async function openOne(boss: PgBoss, { queue, options }: AnyJob): Promise<void> {
  const settings = {
    retryLimit: options.retryLimit + lostWorkersMax,
    retryDelay: options.retryDelaySeconds,
    retryBackoff: true,
    retryDelayMax: retryDelayMaxSeconds,
    expireInSeconds: options.expireSeconds,
    heartbeatSeconds: 10,
    // We tell workers ourselves, behind the commit; see `wake.ts`.
    notify: false,
    ...(queue !== deadLetters && { deadLetter: deadLetters }),
  };
  const policy = options.policy === "one_at_a_time" ? "singleton" : "standard";
  await boss.createQueue(queue, { ...settings, policy });
  await boss.updateQueue(queue, settings);
}

/** What a working process has on its desk. */
type Desk = AsyncDisposable & {
  readonly leases: Leases;
  readonly gate: Gate;
  /** Aborts when this process stops and will not finish what it has in hand. */
  readonly released: AbortSignal;
  readonly loops: Map<string, string[]>;
  readonly log: QueueLog;
  /** Takes nothing more, finishes or hands back what is in hand, within so many milliseconds. */
  clear(withinMs: number): Promise<void>;
};

/** What the library gets to close its books once the desk is clear, and what a job gets to heed its release; in milliseconds. */
const stopMs = 2_000;
const heedMs = 3_000;

async function openDesk(
  boss: PgBoss,
  { runs, sql }: NonNullable<QueueOptions["worker"]>,
  { connectionString, log }: QueueOptions,
): Promise<Desk> {
  await using opened = new AsyncDisposableStack();
  const leases = opened.use(openLeases({ connectionString, log }));
  await leases.announce(runs);
  const loops = new Map<string, string[]>();
  const wake = (queue: string) => loops.get(queue)?.forEach((id) => boss.notifyWorker(id));
  opened.use(startReaper({ boss, sql, leases, wake, log }));
  const release = new AbortController();
  const stack = opened.move();
  return {
    leases,
    gate: openGate(runs),
    released: release.signal,
    loops,
    log,
    async clear(withinMs) {
      for (const queue of loops.keys()) await boss.offWork(queue, { wait: false });
      const empty = leases.empty();
      await waitFor(empty, withinMs - heedMs - stopMs);
      release.abort(new Error("this process stops"));
      await waitFor(empty, heedMs);
    },
    [Symbol.asyncDispose]: () => stack.disposeAsync(),
  };
}

async function waitFor(done: Promise<void>, ms: number): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  const timer = setTimeout(resolve, ms);
  await Promise.race([done, promise]);
  clearTimeout(timer);
}

/** One loop that takes one job at a time, and looks again at once: notifications do not say how many jobs wait. */
async function startLoop<Payload extends object, Deps>(
  boss: PgBoss,
  job: Job<Payload, Deps>,
  deps: Deps,
  { leases, gate, released, loops, log }: Desk,
): Promise<void> {
  const again: Hands["again"] = (payload, afterSeconds, key) =>
    boss.send(job.queue, payload, {
      startAfter: afterSeconds,
      ...(key !== null && { singletonKey: key }),
    });
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
        return await Promise.all(
          batch.map(async (queued) => {
            using held = new DisposableStack();
            held.use(leases.hold(queued.id));
            return await settle(job, deps, queued, { again, gate, released, log });
          }),
        );
      } finally {
        boss.notifyWorker(id);
      }
    },
  );
  loops.set(job.queue, [...(loops.get(job.queue) ?? []), id]);
}
