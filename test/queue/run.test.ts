import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { z } from "zod";
import { FencedError } from "../../src/errors.ts";
import { rememberIn } from "../../src/queue/remember.ts";
import { own } from "../../src/queue/watch.ts";
import type { Database } from "../../src/store/database.ts";
import { type Fence, takePart } from "../../src/store/fence.ts";
import { changeTask } from "../../src/store/tasks.ts";
import { intercept } from "../faults/rig/statements.ts";
import { aTask, ada, at, openStore, toReview } from "../store/ground.ts";

let db: Database;
beforeAll(async () => {
  db = await openStore();
});
afterAll(() => db[Symbol.asyncDispose]());

async function aRun() {
  const { id } = await aTask(db, ...toReview.slice(0, 1));
  return { taskId: id, revision: 1, epoch: 0 };
}

async function take(run: Awaited<ReturnType<typeof aRun>>, part = "gather"): Promise<Fence> {
  const fence = await takePart(db, run, part);
  if (fence === undefined) throw new Error("the part could not be taken");
  return fence;
}

const stop = (taskId: Awaited<ReturnType<typeof aRun>>["taskId"]) =>
  db.transaction((tx) => changeTask(tx, taskId, { type: "stop", by: ada, at }));

const unending = new AbortController().signal;
const Answer = z.object({ tokens: z.number(), text: z.string() });

test("what was finished before a worker died is not paid for again by the next", async () => {
  const run = await aRun();
  let paid = 0;
  const ask = async () => ({ tokens: ++paid, text: "ä\u0000\ud800 1e-7" });
  const first = await rememberIn(db, await take(run))("ask", Answer, ask);
  const second = await rememberIn(db, await take(run))("ask", Answer, ask);
  expect(paid).toBe(1);
  expect(second).toEqual(first);
  expect(await rememberIn(db, await take(run))("ask again", Answer, ask)).toMatchObject({
    tokens: 2,
  });
});

test("of two workers on one part only the later one's result counts", async () => {
  const run = await aRun();
  const { promise: began, resolve: begin } = Promise.withResolvers<void>();
  const { promise: released, resolve: release } = Promise.withResolvers<void>();
  const slow = rememberIn(db, await take(run))("ask", Answer, async () => {
    begin();
    await released;
    return { tokens: 1, text: "slow" };
  });
  await began;
  const quick = await rememberIn(db, await take(run))("ask", Answer, async () => ({
    tokens: 2,
    text: "quick",
  }));
  release();
  await expect(slow).rejects.toBeInstanceOf(FencedError);
  expect(quick.text).toBe("quick");
  const known = await rememberIn(db, await take(run))("ask", Answer, async () => ({
    tokens: 3,
    text: "",
  }));
  expect(known.text).toBe("quick");
});

test("two parts of a run that do the same step at once both go on, with one result", async () => {
  const run = await aRun();
  const [one, other] = [await take(run, "gather:1"), await take(run, "gather:2")];
  const both = Promise.withResolvers<void>();
  let begun = 0;
  const read = (fence: Fence, result: string) =>
    rememberIn(db, fence)("read", z.string(), async () => {
      if (++begun === 2) both.resolve();
      await both.promise;
      return result;
    });

  const results = await Promise.all([read(one, "first"), read(other, "second")]);

  expect(new Set(results).size).toBe(1);
});

test("work that failed is not remembered", async () => {
  const remember = rememberIn(db, await take(await aRun()));
  await expect(
    remember("ask", Answer, async () => {
      throw new Error("away");
    }),
  ).rejects.toThrow("away");
  expect(await remember("ask", Answer, async () => ({ tokens: 1, text: "now" }))).toMatchObject({
    text: "now",
  });
});

test("a stop is noticed by the work under way within a moment", async () => {
  const run = await aRun();
  const { promise: began, resolve: begin } = Promise.withResolvers<void>();
  const working = own(db, run, "gather", unending, async ({ signal }) => {
    begin();
    await new Promise((_, reject) => {
      signal.addEventListener("abort", () => reject(new Error("the fetch was interrupted")));
    });
  });
  const ended = working.catch((error: unknown) => error);
  await began;
  await stop(run.taskId);
  const stopped = performance.now();
  expect(await ended).toBeInstanceOf(FencedError);
  // It looks once a second; the rest is for a busy machine.
  expect(performance.now() - stopped).toBeLessThan(2_500);
});

test("who loses the part to another worker is told so, too", async () => {
  const run = await aRun();
  const { promise: began, resolve: begin } = Promise.withResolvers<void>();
  const working = own(db, run, "gather", unending, async ({ signal }) => {
    begin();
    await new Promise((resolve) => signal.addEventListener("abort", resolve));
    signal.throwIfAborted();
  });
  const ended = working.catch((error: unknown) => error);
  await began;
  await take(run);
  expect(await ended).toBeInstanceOf(FencedError);
});

test("a run that is void is not begun", async () => {
  const run = await aRun();
  await stop(run.taskId);
  let began = false;
  const working = own(db, run, "gather", unending, async () => {
    began = true;
  });
  await expect(working).rejects.toBeInstanceOf(FencedError);
  expect(began).toBe(false);
});

test("an error of the work itself stays what it is, and the queue's own signal reaches the work", async () => {
  const broken = own(db, await aRun(), "gather", unending, async () => {
    throw new RangeError("ours");
  });
  await expect(broken).rejects.toThrow(new RangeError("ours"));

  const shutdown = new AbortController();
  const working = own(db, await aRun(), "gather", shutdown.signal, async ({ signal }) => {
    shutdown.abort(new Error("shutting down"));
    signal.throwIfAborted();
  });
  await expect(working).rejects.toThrow("shutting down");
});

test("a worker that stood still before its step, and lost it meanwhile, does not pay for it", async () => {
  const run = await aRun();
  const fence = await take(run);
  // Between the step's beginning and its work the machine stands still, and another worker takes the part.
  let stoodMs = 0;
  const clock = vi.spyOn(performance, "now");
  clock.mockImplementation(() => Date.now() + stoodMs);
  const paused = intercept(db, async ({ text, send }) => {
    const answer = await send();
    if (text.includes("insert into step")) {
      stoodMs = 3_000;
      await take(run);
    }
    return answer;
  });
  let paid = 0;
  const asked = rememberIn(Object.assign(Object.create(db), paused), fence)(
    "ask",
    Answer,
    async () => ({ tokens: ++paid, text: "" }),
  );
  await expect(asked).rejects.toBeInstanceOf(FencedError);
  expect(paid).toBe(0);
  clock.mockRestore();
});
