import { expect, test } from "vitest";
import { RateLimitedError } from "../../src/errors.ts";
import type { Database } from "../../src/store/database.ts";
import { openLeases } from "../../src/queue/lease.ts";
import { openQueue } from "../../src/queue/queue.ts";
import { openStore } from "../store/ground.ts";
import { numbers, openQueues, rowsOf, type Work } from "./ground.ts";

const silent = (): void => {};
const patience = { timeout: 45_000, interval: 50 };

/** How many jobs are held, in all processes. */
async function leasesOn(db: Database): Promise<number | null> {
  const { rowCount } = await db.query(
    `select from pg_locks
     where locktype = 'advisory' and granted and classid = 1280770049
       and database = (select oid from pg_database where datname = current_database())`,
  );
  return rowCount;
}

test("a job whose worker is gone runs elsewhere within seconds, and no failure of its own is counted", async () => {
  const job = numbers("lost");
  await using world = await openQueues(job);
  await world.db.transaction((tx) => world.queue.send(tx, job, { n: 1 }));
  // Taken, and never heard of again: nobody holds a lease on it.
  expect(await world.queue.boss.fetch(job.queue)).toHaveLength(1);
  const { promise: ran, resolve } = Promise.withResolvers<void>();
  const taken = performance.now();
  await world.queue.work(job, async () => resolve(), 1);
  await ran;
  expect(performance.now() - taken).toBeLessThan(5_000);
  expect(world.lines.join()).toContain("job taken from a worker that is gone");
  await expect
    .poll(async () => (await rowsOf(world.db, job.queue)).map(({ state }) => state))
    .toEqual(["completed"]);
});

test("a job that is held is left to whoever holds it, while a lost one beside it is taken away", async () => {
  const [job, decoy] = [numbers("held"), numbers("decoy")];
  await using world = await openQueues(job, decoy);
  const { promise: over, resolve: end } = Promise.withResolvers<void>();
  let runs = 0;
  await world.queue.work(job, async () => (runs++, await over), 1);
  await world.db.transaction((tx) => world.queue.send(tx, job, { n: 1 }));
  await expect.poll(() => leasesOn(world.db), patience).toBe(1);
  await world.db.transaction((tx) => world.queue.send(tx, decoy, { n: 2 }));
  await world.queue.boss.fetch(decoy.queue);
  await world.db.query("update pgboss.job set started_on = started_on - interval '1 minute'");

  // Another process looks for jobs without a holder; ours knows what it has in its own hands.
  const lines: string[] = [];
  await using others = new AsyncDisposableStack();
  const other = await openQueue({
    connectionString: world.db.url,
    jobs: [job, decoy],
    log: (event, fields) => void lines.push(`${event} ${JSON.stringify(fields)}`),
    worker: { runs: 1, sql: world.db },
    drainMs: 6_000,
  });
  others.use(other);
  const stateOf = async (queue: string) =>
    (await rowsOf(world.db, queue)).map(({ state }) => state);
  await expect.poll(() => stateOf(decoy.queue), patience).toEqual(["retry"]);
  expect(await stateOf(job.queue)).toEqual(["active"]);
  end();
  await expect.poll(() => stateOf(job.queue), patience).toEqual(["completed"]);
  expect(runs).toBe(1);
});

test("a process that stops hands back what it cannot finish, and no attempt is charged", async () => {
  const job = numbers("handed");
  await using world = await openQueues(job);
  const { promise: began, resolve: begin } = Promise.withResolvers<void>();
  const heeds: Work = (_payload, { signal }) => {
    begin();
    const { promise, reject } = Promise.withResolvers<void>();
    signal.addEventListener("abort", () => reject(signal.reason));
    return promise;
  };
  const stopping = await openQueue({
    connectionString: world.db.url,
    jobs: [job],
    log: silent,
    worker: { runs: 1, sql: world.db },
    drainMs: 5_500,
  });
  await stopping.work(job, heeds, 1);
  await world.db.transaction((tx) => world.queue.send(tx, job, { n: 1 }));
  await began;
  await stopping[Symbol.asyncDispose]();

  expect(await rowsOf(world.db, job.queue)).toEqual([
    expect.objectContaining({ state: "completed" }),
    expect.objectContaining({ state: "created", retries: 0, output: null }),
  ]);
  expect(world.letters).toEqual([]);
});

test("losing the database is no failure of the job", async () => {
  const job = numbers("cut", { retryLimit: 0 });
  await using world = await openQueues(job);
  const { promise: ran, resolve } = Promise.withResolvers<void>();
  let runs = 0;
  await world.queue.work(
    job,
    async () => {
      if (++runs > 1) return resolve();
      await world.db.query("select pg_terminate_backend(pg_backend_pid())");
    },
    1,
  );
  await world.db.transaction((tx) => world.queue.send(tx, job, { n: 1 }));
  await ran;
  expect(world.letters).toEqual([]);
  expect(world.lines.join()).toContain("database lost");
});

test("being told to wait costs no attempt, however often", async () => {
  const job = numbers("told", { retryLimit: 0 });
  await using world = await openQueues(job);
  const { promise: ran, resolve } = Promise.withResolvers<void>();
  let runs = 0;
  await world.queue.work(
    job,
    async () => {
      if (++runs > 3) return resolve();
      throw new RateLimitedError("Slack", 0);
    },
    1,
  );
  await world.db.transaction((tx) => world.queue.send(tx, job, { n: 1 }));
  await ran;
  expect(world.letters).toEqual([]);
});

test("a worker leases in one session, in which it counts, and leaves none behind", async () => {
  const job = numbers("alone");
  await using world = await openQueues(job);
  const sessions = async () => {
    const { rows } = await world.db.query<{ locks: number }>(
      `select (select count(*)::int from pg_locks l where l.pid = a.pid and l.classid = 1280770050) as locks
       from pg_stat_activity a
       where datname = current_database() and application_name = 'legwork-lease'`,
    );
    return rows.map(({ locks }) => locks);
  };
  expect(await sessions()).toEqual([1]);
  const other = await openQueue({
    connectionString: world.db.url,
    jobs: [job],
    log: silent,
    worker: { runs: 1, sql: world.db },
    drainMs: 6_000,
  });
  expect(await sessions()).toEqual([1, 1]);
  await other[Symbol.asyncDispose]();
  await expect.poll(sessions, patience).toEqual([1]);
});

test("a worker whose place is still held by the session that it lost takes it again as soon as it is free", async () => {
  await using db = await openStore();
  await using opened = new AsyncDisposableStack();
  const leases = opened.use(openLeases({ connectionString: db.url, log: silent }));
  await leases.announce(3);
  const holders = async () => {
    const { rows } = await db.query<{ pid: number }>(
      `select pid from pg_locks where locktype = 'advisory' and granted and classid = 1280770050
         and database = (select oid from pg_database where datname = current_database())`,
    );
    return rows.map(({ pid }) => pid);
  };
  const [first] = await holders();
  const triedSince = async () => {
    const { rowCount } = await db.query(
      `select from pg_stat_activity where datname = current_database() and pid <> $1 and state = 'idle'
         and query like 'select pg_try_advisory_lock(1280770050%'`,
      [first],
    );
    return rowCount;
  };

  // Another session gets in first, as the old one does whose end the server has not heard of.
  let other: number | undefined;
  await db.transaction(async (tx) => {
    const { rows } = await tx.query<{ id: number; pid: number }>(
      "select id, pg_backend_pid() as pid from worker",
    );
    other = rows[0]?.pid;
    const queued = tx.query("select pg_advisory_xact_lock(1280770050, $1)", [rows[0]?.id]);
    await db.query("select pg_terminate_backend($1)", [first]);
    await queued;
    // It is asked for, and refused, before it is free.
    await expect.poll(triedSince, patience).toBe(1);
    expect(await holders()).toEqual([other]);
  });

  await expect.poll(holders, patience).toEqual([expect.not.toBeOneOf([first, other])]);
});
