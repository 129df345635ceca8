import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, expect, test } from "vitest";
import { batches, type BatchDeps } from "../../jobs/batches.ts";
import { pauseSeconds } from "../../jobs/defer.ts";
import { defaultLimits } from "../../src/domain/budget.ts";
import { UnansweredError } from "../../src/errors.ts";
import type { Batches, Paid } from "../../src/research/engine.ts";
import type { Database } from "../../src/store/database.ts";
import type { Fence } from "../../src/store/fence.ts";
import { changeTask } from "../../src/store/tasks.ts";
import { aPatientCall, deferring } from "../queue/deferring.ts";
import { aPart, booksOf } from "../queue/money.ts";
import { partOf, somebody } from "../queue/owner.ts";
import { ada, at, openStore } from "../store/ground.ts";
import { scriptedEngine } from "../support/engine.ts";

let db: Database & { url: string };
beforeAll(async () => {
  db = await openStore();
});
afterAll(() => db[Symbol.asyncDispose]());

const answer: Paid = { output: '"later"', usd: 0.025, usage: "{}", requestId: null };
type Results = Batches["results"];
const allAnswered: Results = async (_id, calls) => new Map(calls.map(({ id }) => [id, answer]));

const away: Results = () => Promise.reject(new UnansweredError("away"));

/** A run with two calls out in a batch of its own, and a slot of its own unless it has given it up. */
async function anOut({ hours = 25, slot = true } = {}) {
  const fence = await partOf(db, somebody());
  const part = deferring(db, fence);
  const id = randomUUID();
  for (const name of ["a", "b"]) await part.asked(aPatientCall(name));
  await part.sendOff(async () => id, { hours });
  if (slot) await db.query("update task set admitted_at = now() where id = $1", [fence.taskId]);
  return { id, fence };
}

/** One look at a batch. */
async function look({ id, fence }: { id: string; fence: Fence }, results: Results) {
  const sent: { queue: string; after: number }[] = [];
  const cancelled: string[] = [];
  const send: BatchDeps["send"] = async (_tx, { queue }, _payload, { afterSeconds = 0 } = {}) => {
    if (queue !== "deliver") sent.push({ queue, after: afterSeconds });
  };
  const service: Batches = {
    send: async () => id,
    isUnpaid: () => false,
    results,
    cancel: async (batch) => void cancelled.push(batch),
  };
  await batches.work(
    { taskId: fence.taskId, batch: id },
    {
      db,
      send,
      log: () => {},
      bounds: { perPerson: 4, perWorkspace: 16 },
      budget: defaultLimits,
      engine: scriptedEngine({ batches: service }),
    },
    { jobId: "1", signal: new AbortController().signal, deadFrom: null },
  );
  return { sent, cancelled };
}

const stepsOf = async (fence: Fence) => (await booksOf(db, fence)).steps;
const again = async (fence: Fence) => deferring(db, await aPart(db, { of: fence }));

test("answers are stored at the price of a batch, and the run is sent to the part that asked; a repeat does nothing", async () => {
  const out = await anOut();
  expect((await look(out, allAnswered)).sent).toEqual([{ queue: "gather", after: 0 }]);
  const line = { paid: true, cost: 0.025, open: 0, maybe: 0, lost: 0 };
  expect(await stepsOf(out.fence)).toMatchObject([line, line]);
  expect((await look(out, () => Promise.reject(new Error("read again")))).sent).toEqual([]);
  const { asked } = await again(out.fence);
  expect(await asked(aPatientCall("a"))).toBe('"later"');
  expect(await asked(aPatientCall("b", { hash: "other" }))).toMatchObject({
    name: "ReplayDivergedError",
  });
});

test("two that look at the same time book an answer once", async () => {
  const out = await anOut();
  const { promise: both, resolve } = Promise.withResolvers<void>();
  let readers = 0;
  const together: Results = async (...asked) => {
    if ((readers += 1) === 2) resolve();
    await both;
    return allAnswered(...asked);
  };
  const looks = await Promise.all([look(out, together), look(out, together)]);
  expect(looks.flatMap(({ sent }) => sent)).toEqual([{ queue: "gather", after: 0 }]);
  const { budgets } = await booksOf(db, out.fence);
  expect(budgets).toMatchObject([0, 1, 2, 3].map(() => ({ spent: 0.05, open: 0 })));
});

test("what came back without an answer is given back and asked at once; what did not come back may have been paid", async () => {
  const out = await anOut();
  await look(out, async (_id, [first]) => new Map(first && [[first.id, null]]));
  const [a, b] = await stepsOf(out.fence);
  expect([a?.cost, b?.cost]).toEqual(expect.arrayContaining([0, 0.1]));
  const { asked } = await again(out.fence);
  expect(await asked(aPatientCall("a"))).toBe('"at once"');
  expect(await asked(aPatientCall("b"))).toBe('"at once"');
});

test("a batch that is being worked off, or cannot be asked about, is looked at again", async () => {
  const out = await anOut();
  for (const results of [async () => undefined, away]) {
    expect((await look(out, results)).sent).toEqual([{ queue: "batches", after: 5 }]);
    expect(await stepsOf(out.fence)).toMatchObject([
      { cost: 0, open: 0.1 },
      { cost: 0, open: 0.1 },
    ]);
  }
});

test("pauses grow with the time that a batch is out, up to a limit", () => {
  expect([0, 60, 600, 86_400].map(pauseSeconds)).toEqual([5, 15, 150, 300]);
});

test("a batch that has no end when its time is up is cancelled, counts as maybe paid, and is asked at once", async () => {
  const out = await anOut({ hours: -1 });
  const { sent, cancelled } = await look(out, async () => undefined);
  expect(cancelled).toEqual([out.id]);
  expect(sent).toEqual([{ queue: "gather", after: 0 }]);
  const { asked } = await again(out.fence);
  expect(await asked(aPatientCall("a"))).toBe('"at once"');
  expect((await stepsOf(out.fence))[0]).toMatchObject({ open: 0, maybe: 1 });
  expect((await stepsOf(out.fence))[0]?.cost).toBeCloseTo(0.15, 7);
});

test("the batch of a run that was stopped is cancelled once, and what was answered all the same is booked", async () => {
  const out = await anOut();
  await db.transaction((tx) => changeTask(tx, out.fence.taskId, { type: "stop", by: ada, at }));
  const first = await look(out, async () => undefined);
  expect(first.cancelled).toEqual([out.id]);
  const second = await look(out, allAnswered);
  expect(second).toEqual({ sent: [], cancelled: [] });
  const line = { paid: false, cost: 0.025, open: 0, lost: 1 };
  expect(await stepsOf(out.fence)).toMatchObject([line, line]);
});

test("a run whose answers are there takes its turn for a slot, and its answers are kept", async () => {
  const out = await anOut({ slot: false });
  expect((await look(out, allAnswered)).sent).toEqual([{ queue: "batches", after: 5 }]);
  expect(await stepsOf(out.fence)).toMatchObject([{ cost: 0.025 }, { cost: 0.025 }]);
  await db.query("update task set admitted_at = now() where id = $1", [out.fence.taskId]);
  const next = await look(out, () => Promise.reject(new Error("read again")));
  expect(next.sent).toEqual([{ queue: "gather", after: 0 }]);
});
