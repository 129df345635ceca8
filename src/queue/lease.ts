import { enterWorker, lockJobs, lockWorker, unlockJobs } from "../store/leases.ts";
import { openSession, type Session } from "../store/session.ts";
import type { QueueLog } from "./job.ts";
import { startRounds } from "./rounds.ts";

/** What a process has in hand. Others see it die within seconds: its leases are locks of a session, and go with it. */
export type Leases = AsyncDisposable & {
  /** From now on this process works on the job, until the answer is disposed of. */
  hold(jobId: string): Disposable;
  /** Whether the job is in this process's own hands, whatever the database thinks of our session. */
  readonly holds: (jobId: string) => boolean;
  /** Resolves as soon as nothing is in hand. */
  empty(): Promise<void>;
  /** Enters this process as a worker that takes so many runs at once. */
  announce(runs: number): Promise<void>;
};

/** How often leases are brought up to date, in milliseconds. Jobs that are over by then never cost a lock. */
const refreshEveryMs = 250;

export function openLeases(options: { connectionString: string; log: QueueLog }): Leases {
  const hands = openHands();
  const sessions = openSessions(options);
  let young = new Set<string>();
  let leased = new Set<string>();
  let leasedIn: Session | undefined;

  async function refresh(): Promise<void> {
    const session = await sessions.standing();
    // A new session holds nothing of what the one before did.
    if (session !== leasedIn) leased = new Set();
    leasedIn = session;
    const over = [...leased].filter((id) => !hands.has(id));
    if (over.length > 0) await unlockJobs(session, over);
    for (const id of over) leased.delete(id);
    const wanted = hands.all().filter((id) => !leased.has(id) && !young.has(id));
    young = new Set();
    if (wanted.length > 0) for (const id of await lockJobs(session, wanted)) leased.add(id);
  }
  const rounds = startRounds(
    { everyMs: refreshEveryMs, called: "leases", log: options.log },
    refresh,
  );

  return {
    hold(jobId) {
      young.add(jobId);
      return hands.take(jobId);
    },
    holds: hands.has,
    empty: hands.empty,
    announce: (runs) => sessions.announce(runs),
    async [Symbol.asyncDispose]() {
      await rounds[Symbol.asyncDispose]();
      await sessions[Symbol.asyncDispose]();
    },
  };
}

function openHands() {
  const inHand = new Set<string>();
  const idle: (() => void)[] = [];
  const put = (jobId: string): void => {
    inHand.delete(jobId);
    if (inHand.size === 0) for (const tell of idle.splice(0)) tell();
  };
  return {
    take(jobId: string): Disposable {
      inHand.add(jobId);
      return { [Symbol.dispose]: () => put(jobId) };
    },
    has: (jobId: string): boolean => inHand.has(jobId),
    all: (): readonly string[] => [...inHand],
    empty: (): Promise<void> =>
      new Promise((resolve) => {
        if (inHand.size === 0) resolve();
        else idle.push(resolve);
      }),
  };
}

/** One session at a time, and a new one where it is lost. This process counts as a worker as long as one stands. */
function openSessions({ connectionString, log }: { connectionString: string; log: QueueLog }) {
  let session: Session | undefined;
  let workerId: number | undefined;
  let countedIn: Session | undefined;
  let opening: Promise<Session> | undefined;

  async function open(): Promise<Session> {
    if (session === undefined || session.lost() !== undefined) {
      if (session !== undefined) log("lease lost", {});
      await session?.[Symbol.asyncDispose]();
      session = undefined;
      session = await openSession(connectionString);
    }
    // A session that we have lost and the database has not may still hold our place; then the next round asks again.
    if (workerId !== undefined && countedIn !== session) {
      if (await lockWorker(session, workerId)) countedIn = session;
    }
    return session;
  }
  /** However many ask at once, one session is opened. */
  const standing = (): Promise<Session> =>
    (opening ??= open().finally(() => (opening = undefined)));

  return {
    standing,
    async announce(runs: number): Promise<void> {
      workerId = await enterWorker(await standing(), runs);
      await standing();
    },
    async [Symbol.asyncDispose]() {
      await session?.[Symbol.asyncDispose]();
    },
  };
}
