import { spawn } from "node:child_process";
import { once } from "node:events";
import { randomUUID } from "node:crypto";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { BudgetError, DeferredError, FencedError } from "../../src/errors.ts";
import { giveBack } from "../../src/queue/defer.ts";
import type { Database } from "../../src/store/database.ts";
import type { Fence } from "../../src/store/fence.ts";
import { openStore } from "../store/ground.ts";
import { aPatientCall, deferring } from "./deferring.ts";
import { aPart, booksOf } from "./money.ts";
import { partOf, somebody } from "./owner.ts";

let db: Database & { url: string };
beforeAll(async () => {
  db = await openStore();
});
afterAll(() => db[Symbol.asyncDispose]());

const alone = () => partOf(db, somebody());
const stepOf = async (fence: Fence) => (await booksOf(db, fence)).steps;
const never = () => Promise.reject(new Error("was made at once"));

test("calls that may be answered later are kept aside at the price of a batch, and sent together", async () => {
  const fence = await alone();
  const part = deferring(db, fence);
  const sent: object[] = [];
  for (const name of ["a", "b", "a"]) {
    expect(await part.asked(aPatientCall(name, { work: never }))).toBeInstanceOf(DeferredError);
  }
  expect(await booksOf(db, fence)).toMatchObject({
    budgets: [0, 1, 2, 3].map(() => ({ spent: 0, open: 0.2 })),
    steps: [
      { name: "a", open: 0.1 },
      { name: "b", open: 0.1 },
    ],
  });

  expect(await part.sendOff(async (calls) => (sent.push(...calls), randomUUID()))).toBe(true);
  expect(sent).toEqual([
    { id: expect.stringMatching(/^[0-9a-f]{64}$/), request: { ask: "a" } },
    { id: expect.stringMatching(/^[0-9a-f]{64}$/), request: { ask: "b" } },
  ]);
  // Another pass, and another worker, find them out: nothing is booked, and nothing is asked again.
  const next = deferring(db, await aPart(db, { of: fence }));
  expect(await next.asked(aPatientCall("a", { work: never }))).toBeInstanceOf(DeferredError);
  const { batch: _, ...impatient } = aPatientCall("b", { work: never });
  expect(await next.asked(impatient)).toBeInstanceOf(DeferredError);
  expect(next.later.size).toBe(0);
  expect(await stepOf(fence)).toMatchObject([
    { cost: 0, open: 0.1, maybe: 1 },
    { cost: 0, open: 0.1, maybe: 1 },
  ]);
});

test("a call that costs nothing is out like any other, and answers once", async () => {
  const fence = await alone();
  const part = deferring(db, fence);
  const free = { worstUsd: 0, batch: { request: {}, worstUsd: 0 }, work: never };
  await part.asked(aPatientCall("a", free));
  await part.sendOff(async () => randomUUID());
  const next = deferring(db, await aPart(db, { of: fence }));
  expect(await next.asked(aPatientCall("a", free))).toBeInstanceOf(DeferredError);
  expect(next.later.size).toBe(0);
});

test("of calls that were collected and never sent nothing is paid", async () => {
  const fence = await alone();
  const part = deferring(db, fence);
  await part.asked(aPatientCall("a"));
  await giveBack(db, fence, part.later);
  expect(await stepOf(fence)).toMatchObject([{ cost: 0, open: 0, maybe: 0 }]);
});

test("a call that no budget allows is refused as if it were made at once, and not collected", async () => {
  const fence = await alone();
  const part = deferring(db, fence, { task: 0.15 });
  // A part of it is kept for writing and checking.
  expect(await part.asked(aPatientCall("a"))).toBeInstanceOf(DeferredError);
  expect(await part.asked(aPatientCall("b"))).toBeInstanceOf(BudgetError);
  expect([...part.later.keys()]).toEqual(["a"]);
});

test("nothing is sent for a part that somebody else has by now", async () => {
  const fence = await alone();
  const part = deferring(db, fence);
  await part.asked(aPatientCall("a"));
  await aPart(db, { of: fence });
  let sent = 0;
  const late = part.sendOff(async () => ((sent += 1), "never"));
  await expect(late).rejects.toBeInstanceOf(FencedError);
  expect(sent).toBe(0);
  expect(await stepOf(fence)).toMatchObject([{ cost: 0, open: 0 }]);
});

test.each([
  [true, 0],
  [false, 0.1],
])("a batch that could not be sent, certainly unpaid: %s, costs %d", async (isUnpaid, cost) => {
  const fence = await alone();
  const part = deferring(db, fence);
  await part.asked(aPatientCall("a"));
  const sending = part.sendOff(() => Promise.reject(new Error("no")), { isUnpaid });
  await expect(sending).rejects.toThrow("no");
  expect(await stepOf(fence)).toMatchObject([{ cost, open: 0 }]);
  expect(await part.asked(aPatientCall("a", { work: never }))).toBeInstanceOf(DeferredError);
});

test("where the endpoint takes no batches, calls are made at once from then on", async () => {
  const fence = await alone();
  const part = deferring(db, fence);
  await part.asked(aPatientCall("a"));
  expect(await part.sendOff(async () => null)).toBe(false);
  expect(await part.asked(aPatientCall("a"))).toBe('"at once"');
  expect(await stepOf(fence)).toMatchObject([{ cost: 0.05, open: 0, maybe: 0 }]);
});

/** A worker that is killed at a point of its way. */
const killed = async (fence: Fence, does: "sends" | "looks", point: string, batch: string) => {
  const script = fileURLToPath(new URL("sender.ts", import.meta.url));
  const told = JSON.stringify({ url: db.url, point, does, batch, fence });
  const child = spawn(process.execPath, [script, told], { stdio: "inherit" });
  const [, signal]: unknown[] = await once(child, "exit");
  expect(signal).toBe("SIGKILL");
};

describe("a worker that is killed", () => {
  test("between sending a batch and writing down its id may have paid, and it is asked again", async () => {
    const fence = await alone();
    await killed(fence, "sends", "step-worked", randomUUID());
    expect(await stepOf(fence)).toMatchObject([{ cost: 0, open: 0.1 }]);
    const next = deferring(db, await aPart(db, { of: fence }));
    expect(await next.asked(aPatientCall("ask", { work: never }))).toBeInstanceOf(DeferredError);
    expect(await stepOf(fence)).toMatchObject([{ cost: 0.1, open: 0.1 }]);
    await giveBack(db, fence, next.later);
  });

  test("once the id is written down loses nothing: the call is out, and is not asked again", async () => {
    const fence = await alone();
    await killed(fence, "sends", "step-finished", randomUUID());
    const next = deferring(db, await aPart(db, { of: fence }));
    expect(await next.asked(aPatientCall("ask", { work: never }))).toBeInstanceOf(DeferredError);
    expect(next.later.size).toBe(0);
    expect(await stepOf(fence)).toMatchObject([{ cost: 0, open: 0.1 }]);
  });

  test("between reading an answer and storing it, and once more, has paid once at the price of a batch", async () => {
    const fence = await alone();
    const batch = randomUUID();
    await killed(fence, "sends", "step-finished", batch);
    await killed(fence, "looks", "step-worked", batch);
    expect(await stepOf(fence)).toMatchObject([{ cost: 0, open: 0.1 }]);
    await killed(fence, "looks", "step-finished", batch);
    expect(await stepOf(fence)).toMatchObject([
      { paid: true, cost: 0.025, open: 0, maybe: 0, lost: 0 },
    ]);
    const next = deferring(db, await aPart(db, { of: fence }));
    expect(await next.asked(aPatientCall("ask", { work: never }))).toBe('"later"');
  });
});
