import { expect, test } from "vitest";
import { FencedError, PermanentError, RateLimitedError } from "../../src/errors.ts";
import type { Database } from "../../src/store/database.ts";
import { numbers, openQueues, rowsOf, type Work } from "./ground.ts";

const job = numbers("count");
const patience = { timeout: 45_000, interval: 50 };

const states = async (db: Database): Promise<readonly string[]> =>
  (await rowsOf(db, job.queue)).map(({ state }) => state);

/** Sends one job and has it worked like that. */
async function run(work: Work) {
  await using opening = new AsyncDisposableStack();
  const world = opening.use(await openQueues(job));
  await world.queue.work(job, work, 1);
  const note = "what a person wrote";
  await world.db.transaction((tx) => world.queue.send(tx, job, { n: 7, note }));
  const opened = opening.move();
  return { ...world, [Symbol.asyncDispose]: () => opened.disposeAsync() };
}

test("a job that returns is completed, and is not run again", async () => {
  const runs: number[] = [];
  await using world = await run(async ({ n }) => void runs.push(n));
  await expect.poll(() => states(world.db), patience).toEqual(["completed"]);
  expect(runs).toEqual([7]);
  expect(world.letters).toEqual([]);
});

test("a job that throws is tried again, and goes on where it then succeeds", async () => {
  const runs: number[] = [];
  await using world = await run(async ({ n }) => {
    if (runs.push(n) === 1) throw new Error("the page was away");
  });
  await expect.poll(() => states(world.db), patience).toEqual(["completed"]);
  expect(runs).toHaveLength(2);
  expect(world.letters).toEqual([]);
});

test("a job that keeps throwing ends in the dead letters, which say neither secret nor text", async () => {
  let runs = 0;
  await using world = await run(async ({ note }) => {
    runs++;
    const error = new TypeError(`xoxb-secret ${note}`, { cause: new Error("sk-ant-secret") });
    throw Object.assign(error, { code: "EPAGE", token: "xoxb-secret" });
  });
  await expect.poll(() => world.letters, patience).toHaveLength(1);

  expect(runs).toBe(2); // Once, and one retry.
  expect(world.letters[0]).toMatchObject({
    payload: { n: 7 },
    from: { queue: job.queue, reason: null },
  });
  const [row] = await rowsOf(world.db, job.queue);
  expect(row).toMatchObject({ state: "failed", retries: 1 });
  expect(row?.output).toEqual({
    reason: null,
    error: expect.stringMatching(/^TypeError EPAGE/),
    failures: 2,
  });
  const told = JSON.stringify([
    world.lines,
    (await rowsOf(world.db, "dead")).map((each) => each.output),
  ]);
  expect(told).toContain("TypeError EPAGE");
  expect(told).not.toMatch(/secret|what a person wrote/);
});

test("a PermanentError goes to the dead letters at once, with its sentence and nothing else", async () => {
  let runs = 0;
  await using world = await run(async () => {
    runs++;
    const sentence = "That page does not exist.";
    throw Object.assign(new PermanentError(sentence, { cause: new Error("xoxb-secret") }), {
      token: "xoxb-secret",
    });
  });
  await expect.poll(() => world.letters, patience).toHaveLength(1);
  expect(runs).toBe(1);
  expect(world.letters[0]?.from).toEqual({ queue: job.queue, reason: "That page does not exist." });
  const rows = [...(await rowsOf(world.db, job.queue)), ...(await rowsOf(world.db, "dead"))];
  expect(JSON.stringify([rows, world.lines])).not.toContain("secret");
});

test("told to wait, a job is sent again for later, and no attempt is charged", async () => {
  const began: number[] = [];
  await using world = await run(async () => {
    // More often than the job may be retried.
    if (began.push(performance.now()) < 4) throw new RateLimitedError("Slack", 1);
  });
  await expect.poll(() => states(world.db), patience).toEqual(Array(4).fill("completed"));
  expect((await rowsOf(world.db, job.queue)).map(({ retries }) => retries)).toEqual([0, 0, 0, 0]);
  for (const [n, at] of began.slice(1).entries()) {
    // The queue counts in the database's clock and we in ours: a little less than the second is fine.
    expect(at - (began[n] ?? at)).toBeGreaterThan(800);
  }
  expect(world.letters).toEqual([]);
});

test("a job whose run is void is dropped without a word to anybody", async () => {
  let runs = 0;
  await using world = await run(async () => {
    runs++;
    throw new FencedError("stopped");
  });
  await expect.poll(() => states(world.db), patience).toEqual(["completed"]);
  expect(runs).toBe(1);
  expect(world.letters).toEqual([]);
});

test("a job that cannot be read goes to the dead letters, and the next one is worked", async () => {
  const runs: number[] = [];
  await using world = await run(async ({ n }) => void runs.push(n));
  await world.queue.boss.send(job.queue, { n: "seven" });
  await expect.poll(() => [...runs], patience).toEqual([7]);
  await expect.poll(async () => (await rowsOf(world.db, "dead")).length, patience).toBe(1);
  expect(await states(world.db)).toEqual(["completed", "failed"]);
});
