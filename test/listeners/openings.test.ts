import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { plan } from "../../jobs/plan.ts";
import { OverloadedError } from "../../src/errors.ts";
import { openOpenings } from "../../src/listeners/openings.ts";
import { deadLetters, openQueue, type Queue } from "../../src/queue/queue.ts";
import type { Database } from "../../src/store/database.ts";
import { at, opening, openStore } from "../store/ground.ts";

let db: Database & { url: string };
let queue: Queue;
let now = at;
beforeAll(async () => {
  db = await openStore();
  const { options } = plan;
  const jobs = [plan, { queue: deadLetters, options }];
  queue = await openQueue({ connectionString: db.url, jobs, log: () => {}, drainMs: 0 });
});
afterAll(async () => {
  await queue[Symbol.asyncDispose]();
  await db[Symbol.asyncDispose]();
});
beforeEach(async () => {
  now = at;
  await db.query("truncate inbox, task, pgboss.job cascade");
});

const opened = () => openOpenings({ db, sendAll: queue.sendAll, now: () => now });
const asking = (key: string, question = "Why?") => ({
  inboxKeys: [key],
  opening: { ...opening(), question },
});

/** Nothing is stored until `work` has ended: all that is asked meanwhile has to wait. */
const whileHeld = <T>(work: () => T): Promise<T> =>
  db.transaction(async (tx) => {
    await tx.query("lock table inbox in exclusive mode");
    return work();
  });

async function stored(): Promise<{ tasks: number; jobs: number; transactions: number }> {
  const { rows } = await db.query<{ tasks: number; jobs: number; transactions: number }>(
    `select count(*)::int as tasks, count(distinct xmin::text)::int as transactions,
       (select count(*)::int from pgboss.job where name = 'plan') as jobs from task`,
  );
  return rows[0] ?? { tasks: 0, jobs: 0, transactions: 0 };
}

test("what is asked while others are being stored goes together with the next", async () => {
  const open = opened();
  const { asked } = await whileHeld(() => ({
    asked: Array.from({ length: 12 }, (_, n) => open(asking(`event:${n}`))),
  }));

  expect(new Set(await Promise.all(asked)).size).toBe(12);
  expect(await stored()).toEqual({ tasks: 12, jobs: 12, transactions: 3 });
});

test("of many that are stored together, the one that Postgres refuses is refused alone", async () => {
  const open = opened();
  const questions = ["First?", "Second?", "Third?", "", "Fifth?", "Sixth?"];
  const { asked } = await whileHeld(() => ({
    asked: questions.map((question, n) => open(asking(`event:${n}`, question))),
  }));

  const results = await Promise.allSettled(asked);
  const refused = results.map(({ status }) => status === "rejected");
  expect(refused).toEqual([false, false, false, true, false, false]);
  expect(await stored()).toMatchObject({ tasks: 5, jobs: 5 });
});

test("the same thing delivered twice at once, among others, opens one task", async () => {
  const open = opened();
  const keys = ["a", "b", "twin", "c", "twin", "d", "a"];
  const { asked } = await whileHeld(() => ({ asked: keys.map((key) => open(asking(key))) }));

  const numbers = await Promise.all(asked);
  const opens = keys.filter((_, n) => numbers[n] !== undefined);
  expect(opens.toSorted()).toEqual(["a", "b", "c", "d", "twin"]);
  expect(await stored()).toMatchObject({ tasks: 5, jobs: 5 });
});

test("who would be answered too late is refused, and nothing of it is stored", async () => {
  const open = opened();
  const { asked } = await whileHeld(() => {
    const all = Array.from({ length: 4 }, (_, n) => open(asking(`event:${n}`)));
    now = new Date(at.getTime() + 600);
    return { asked: all };
  });

  const [first, second, third, fourth] = await Promise.allSettled(asked);
  expect([first?.status, second?.status]).toEqual(["fulfilled", "fulfilled"]);
  for (const late of [third, fourth]) {
    expect(late).toMatchObject({ status: "rejected", reason: expect.any(OverloadedError) });
  }
  expect(await stored()).toMatchObject({ tasks: 2, jobs: 2 });
});
