import { expect, test } from "vitest";
import { z } from "zod";
import { numbers, openQueues, rowsOf } from "./ground.ts";

const count = numbers("count");
const single = numbers("single", { policy: "one_at_a_time" });
const patience = { timeout: 45_000, interval: 50 };

test("a job sent in a transaction that is rolled back never was", async () => {
  await using world = await openQueues(count);
  const runs: number[] = [];
  await world.queue.work(count, async ({ n }) => void runs.push(n), 1);

  const failing = world.db.transaction(async (tx) => {
    await world.queue.send(tx, count, { n: 1 });
    throw new Error("the row was refused");
  });
  await expect(failing).rejects.toThrow("the row was refused");
  expect(await rowsOf(world.db, "count")).toEqual([]);

  await world.db.transaction((tx) => world.queue.send(tx, count, { n: 2 }));
  await expect.poll(() => [...runs], patience).toEqual([2]);
});

test("a job is there for all to see only when its transaction is", async () => {
  await using world = await openQueues(count);
  await world.db.transaction(async (tx) => {
    await world.queue.send(tx, count, { n: 1 });
    expect(await rowsOf(world.db, "count")).toEqual([]);
  });
  expect(await rowsOf(world.db, "count")).toHaveLength(1);
});

test("what a task has in a queue for later begins at once when it is hurried, and nobody else's does", async () => {
  await using world = await openQueues(count);
  const runs: number[] = [];
  await world.queue.work(count, async ({ n }) => void runs.push(n), 1);
  const later = { afterSeconds: 600 };
  await world.db.transaction(async (tx) => {
    await world.queue.send(tx, count, { n: 1, taskId: "ours" }, later);
    await world.queue.send(tx, count, { n: 2, taskId: "theirs" }, later);
  });

  await world.db
    .transaction(async (tx) => {
      await world.queue.hurry(tx, "count", "theirs");
      throw new Error("rolled back");
    })
    .catch(() => {});
  await world.queue.hurry(world.db, "count", "ours");

  await expect.poll(() => [...runs], patience).toEqual([1]);
  expect((await rowsOf(world.db, "count")).map(({ state }) => state)).toContain("created");
});

test("what does not fit the queue is refused before it is sent", async () => {
  await using world = await openQueues(count);
  const sending = world.db.transaction((tx) => world.queue.send(tx, count, { n: 0.5 }));
  await expect(sending).rejects.toBeInstanceOf(z.ZodError);
  expect(await rowsOf(world.db, "count")).toEqual([]);
});

test("a backlog of twenty is worked one after the other without a pause between them", async () => {
  await using world = await openQueues(count);
  const { promise: done, resolve } = Promise.withResolvers<void>();
  const runs: number[] = [];
  await world.queue.work(count, async ({ n }) => void (runs.push(n) === 20 && resolve()), 1);

  const began = performance.now();
  await world.db.transaction(async (tx) => {
    for (let n = 1; n <= 20; n++) await world.queue.send(tx, count, { n });
  });
  await done;
  // An idle worker looks once a second: twenty jobs found that way alone would take twenty.
  expect(performance.now() - began).toBeLessThan(10_000);
  expect(runs.toSorted((a, b) => a - b)).toEqual(Array.from({ length: 20 }, (_, n) => n + 1));
});

test("of jobs with one key never two run at once, however many workers there are; others go on beside them", async () => {
  await using world = await openQueues(single);
  const running: string[] = [];
  const seen: string[] = [];
  const work = async ({ note = "" }: { note?: string | undefined }) => {
    running.push(note);
    seen.push(running.toSorted((a, b) => a.localeCompare(b)).join(""));
    // Long enough for every other worker to look for a job, by the database's own clock.
    await world.db.query("select pg_sleep(0.1)");
    running.splice(running.indexOf(note), 1);
  };
  await world.queue.work(single, work, 4);

  await world.db.transaction(async (tx) => {
    for (let n = 0; n < 6; n++) {
      for (const key of ["a", "b"]) await world.queue.send(tx, single, { n, note: key }, { key });
    }
  });
  await expect
    .poll(
      async () =>
        (await rowsOf(world.db, "single")).filter(({ state }) => state === "completed").length,
      patience,
    )
    .toBe(12);
  expect(seen).toHaveLength(12);
  expect(seen.filter((together) => !["a", "b", "ab"].includes(together))).toEqual([]);
  expect(seen).toContain("ab");
});

test("a queue that closes lets its running job come to its end", async () => {
  const { promise: began, resolve: begin } = Promise.withResolvers<void>();
  const { promise: released, resolve: release } = Promise.withResolvers<void>();
  await using world = await openQueues(count);
  await world.queue.work(
    count,
    async () => {
      begin();
      await released;
    },
    1,
  );
  await world.db.transaction((tx) => world.queue.send(tx, count, { n: 1 }));
  await began;

  const closed = world.queue[Symbol.asyncDispose]();
  release();
  await closed;
  expect(await rowsOf(world.db, "count")).toMatchObject([{ state: "completed" }]);
});
