import { afterAll, beforeAll, expect, test } from "vitest";
import type { Database } from "../../src/store/database.ts";
import type { Fence } from "../../src/store/fence.ts";
import { defaultLimits } from "../../src/domain/budget.ts";
import { payIn } from "../../src/queue/pay.ts";
import { openStore } from "../store/ground.ts";
import { aCall, aPart, booksOf, heldCall } from "./money.ts";

let db: Database & { url: string };
beforeAll(async () => {
  db = await openStore();
});
afterAll(() => db[Symbol.asyncDispose]());

const payFor = (fence: Fence) => payIn(db, fence, defaultLimits);

test("a call that one part asks for twice at the same time is made and paid once, and answers both", async () => {
  const fence = await aPart(db);
  const pay = payFor(fence);
  const { call, begun, end } = heldCall();
  let made = 0;
  const counted = { ...call, work: () => ((made += 1), call.work()) };
  const first = pay(counted);
  await begun;
  const second = pay(counted);
  end();

  expect(await second).toEqual(await first);
  expect(made).toBe(1);
  expect((await booksOf(db, fence)).steps).toMatchObject([{ cost: 0.05, maybe: 0, lost: 0 }]);
});

test("one that fails answers both with its failure, and may be asked for again", async () => {
  const fence = await aPart(db);
  const pay = payFor(fence);
  const { call, begun, fail } = heldCall({ isUnpaid: () => true });
  const both = Promise.allSettled([pay(call), begun.then(() => pay(call))]);
  await begun;
  fail(new Error("no line"));

  expect((await both).map(({ status }) => status)).toEqual(["rejected", "rejected"]);
  expect(await pay(aCall())).toMatchObject({ output: '"said"' });
  expect((await booksOf(db, fence)).steps).toMatchObject([{ cost: 0.05, maybe: 0 }]);
});

const madeTwice = () => Promise.reject(new Error("made twice"));

test.each([Number.NaN, -1, Number.POSITIVE_INFINITY])(
  "an answer of which nobody can tell what it cost (%d) is kept, and booked at its worst",
  async (usd) => {
    const fence = await aPart(db);
    const answer = await payFor(fence)(aCall({ usd }));
    expect(answer.output).toBe('"said"');

    expect(await payFor(fence)(aCall({ work: madeTwice }))).toEqual(answer);
    expect((await booksOf(db, fence)).steps).toMatchObject([{ paid: true, cost: 0.2, open: 0 }]);
  },
);
