import { afterAll, beforeAll, expect, test } from "vitest";
import { FencedError } from "../../src/errors.ts";
import type { Database, Sql } from "../../src/store/database.ts";
import { type Fence, holdFence, isStanding, takePart } from "../../src/store/fence.ts";
import { finishStep, getStep, startStep } from "../../src/store/steps.ts";
import { changeTask, lockTask } from "../../src/store/tasks.ts";
import { aTask, ada, at, openStore, toReview } from "./ground.ts";

let db: Database;
beforeAll(async () => {
  db = await openStore();
});
afterAll(() => db[Symbol.asyncDispose]());

async function taken(part = "write"): Promise<Fence> {
  const { id } = await aTask(db, ...toReview.slice(0, 1));
  const fence = await takePart(db, { taskId: id, revision: 1, epoch: 0 }, part);
  if (fence === undefined) throw new Error("the part could not be taken");
  return fence;
}

const stop = ({ taskId }: Fence) =>
  db.transaction((tx) => changeTask(tx, taskId, { type: "stop", by: ada, at }));

/** What each worker does with its fence; all of it is in vain once the fence has fallen. */
const uses: readonly (readonly [string, (fence: Fence) => Promise<unknown>])[] = [
  ["holding it", (fence) => db.transaction((tx) => holdFence(tx, fence))],
  ["starting a step", (fence) => startStep(db, fence, "read")],
  ["finishing a step", (fence) => finishStep(db, fence, "began before", '"late"')],
];

const losses: readonly (readonly [string, (fence: Fence) => Promise<unknown>])[] = [
  ["the task was stopped", stop],
  ["another worker took the part", (fence) => takePart(db, fence, fence.part)],
  [
    "the task failed",
    ({ taskId }) =>
      db.transaction((tx) =>
        changeTask(tx, taskId, { type: "fail", revision: 1, reason: "It broke.", at }),
      ),
  ],
];

test.each(uses)("%s is fine while the fence stands", async (_what, use) => {
  const fence = await taken();
  await startStep(db, fence, "began before");
  expect(await use(fence)).not.toBe(false);
  expect(await isStanding(db, fence)).toBe(true);
});

test.each(losses.flatMap(([why, lose]) => uses.map(([what, use]) => ({ why, lose, what, use }))))(
  "after $why, $what throws and changes nothing",
  async ({ lose, use }) => {
    const fence = await taken();
    await startStep(db, fence, "began before");
    await lose(fence);

    const before = await stepsOf(fence);
    await expect(use(fence)).rejects.toBeInstanceOf(FencedError);
    expect(await stepsOf(fence)).toEqual(before);
    expect(await isStanding(db, fence)).toBe(false);
  },
);

const stepsOf = async ({ taskId }: Fence) =>
  (await db.query("select * from step where task_id = $1 order by name", [taskId])).rows;

test("who takes a part last has it, and the parts of a run do not disturb each other", async () => {
  const first = await taken("gather 1");
  const other = await takePart(db, first, "gather 2");
  const second = await takePart(db, first, "gather 1");
  expect([first.claim, other?.claim, second?.claim]).toEqual([1, 1, 2]);
  expect(await isStanding(db, first)).toBe(false);
  expect(other && (await isStanding(db, other))).toBe(true);
  expect(second && (await isStanding(db, second))).toBe(true);
});

test("a run that is void cannot be taken", async () => {
  const fence = await taken();
  await stop(fence);
  expect(await takePart(db, fence, "write")).toBeUndefined();
  expect(await takePart(db, { ...fence, revision: 2 }, "write")).toBeUndefined();
});

test("what is written under a held fence is safe from a stop: the stop waits for it", async () => {
  const fence = await taken();
  const order: string[] = [];
  let stopping: Promise<unknown> = Promise.resolve();
  await db.transaction(async (tx) => {
    await holdFence(tx, fence);
    stopping = stop(fence).then(() => order.push("stopped"));
    // Until the stop is seen to wait for our lock, it may not even have begun.
    await waitsForLock();
    order.push("written");
  });
  await stopping;
  expect(order).toEqual(["written", "stopped"]);
});

async function waitsForLock(): Promise<void> {
  const looksMax = 2_000;
  for (let look = 0; look < looksMax; look++) {
    const { rowCount } = await db.query(
      `select from pg_stat_activity where wait_event_type = 'Lock' and datname = current_database()`,
    );
    if (rowCount) return;
  }
  throw new Error("nothing waits for the lock");
}

test("the output of a finished step is kept to the letter, and the first one stays", async () => {
  const fence = await taken();
  const output = '{"b": 1,  "a": "\\u00e4", "n": 1e400}';
  await startStep(db, fence, "read");
  expect(await getStep(db, fence, "read")).toBeUndefined();
  await finishStep(db, fence, "read", output);
  expect(await finishStep(db, fence, "read", '"second"')).toBe(false);
  expect(await getStep(db, fence, "read")).toBe(output);
});

test("nobody takes a part while its fence is held, and whoever held it sees it unchanged to the end", async () => {
  const fence = await taken();
  const { promise: held, resolve: hold } = Promise.withResolvers<void>();
  const { promise: released, resolve: release } = Promise.withResolvers<void>();
  const blocking = db.transaction(async (tx) => {
    await lockTask(tx, fence.taskId);
    hold();
    await released;
  });
  await held;
  // The holder asks first and has to wait; then another worker wants the part.
  const holding = db.transaction(async (tx) => {
    await holdFence(tx, fence);
    return claimOf(tx, fence);
  });
  await expect.poll(waiting).toBe(1);
  let isTaken = false;
  const taking = takePart(db, fence, fence.part).finally(() => (isTaken = true));
  await expect.poll(async () => isTaken || (await waiting()) === 2).toBe(true);
  release();

  await blocking;
  expect(await holding).toBe(fence.claim);
  expect(await taking).toMatchObject({ claim: fence.claim + 1 });
});

test("who waited for the task finds out that the part was taken meanwhile", async () => {
  const fence = await taken();
  await db.transaction(async (tx) => {
    await lockTask(tx, fence.taskId);
    const held = db
      .transaction((other) => holdFence(other, fence))
      .catch((error: unknown) => error);
    await expect.poll(waiting).toBe(1);
    await takePart(tx, fence, fence.part);
    await tx.query("commit");
    expect(await held).toBeInstanceOf(FencedError);
  });
});

/** How many sessions of this database wait for a lock. */
async function waiting(): Promise<number> {
  const { rows } = await db.query<{ waiting: number }>(
    `select count(*)::int as waiting from pg_stat_activity
     where datname = current_database() and wait_event_type = 'Lock'`,
  );
  return rows[0]?.waiting ?? 0;
}

async function claimOf(sql: Sql, { taskId, revision, part }: Fence): Promise<number | undefined> {
  const { rows } = await sql.query<{ claim: number }>(
    "select claim from part where (task_id, revision, name) = ($1, $2, $3)",
    [taskId, revision, part],
  );
  return rows[0]?.claim;
}
