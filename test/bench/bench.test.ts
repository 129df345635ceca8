import { expect, test } from "vitest";
import { migrate } from "../../src/store/migrate.ts";
import { temporaryDatabase } from "../support/postgres.ts";
import { ack } from "./ack.ts";
import { median, quantile } from "./figures.ts";
import type { Ground } from "./ground.ts";
import { memory } from "./memory.ts";
import { pay } from "./pay.ts";
import { scorecard } from "./scorecard.ts";
import { thread } from "./thread.ts";

/** The tests' own server instead of one with full durability: here only counts that every part runs to its end. */
function testGround(opened: AsyncDisposableStack): Ground {
  const migrated = async () => {
    const { url } = opened.use(await temporaryDatabase());
    await migrate(url);
    return url;
  };
  return { migrated, empty: migrated, [Symbol.asyncDispose]: async () => {} };
}

/** Six processes start here; some seconds on an idle machine, more beside other tests. In milliseconds. */
const patienceMs = 60_000;

test("the ack part measures every app and compares them", { timeout: patienceMs }, async () => {
  await using opened = new AsyncDisposableStack();
  const text = await ack(testGround(opened), { perSecond: 20, requests: 2, rounds: 1, warmUp: 0 });
  expect(text.match(/×/g)).toHaveLength(8);
  expect(text).not.toContain("NaN");
});

test("the thread part summarizes the seeded thread", { timeout: patienceMs }, async () => {
  await using opened = new AsyncDisposableStack();
  const text = await thread(testGround(opened), 1);
  expect(text).toMatch(/4\d messages summarized/);
  expect(text).not.toContain("NaN");
});

test("the pay part measures what a paid call takes besides", { timeout: patienceMs }, async () => {
  await using opened = new AsyncDisposableStack();
  const text = await pay(testGround(opened), 5);
  expect(text).toMatch(/\d\.\d\d × of the least/);
  expect(text).not.toContain("NaN");
});

test("the memory part has as many runs in hand as it says", { timeout: patienceMs }, async () => {
  await using opened = new AsyncDisposableStack();
  const text = await memory(testGround(opened), { runs: 4, callMs: 1_500, watchedMs: 0 });
  expect(text).toMatch(/all 4 have a call under way +[1-9]\d+ MB/);
});

test("figures are nearest ranks and middles", () => {
  expect(quantile([4, 1, 3, 2], 0.5)).toBe(2);
  expect(quantile([4, 1, 3, 2], 0.99)).toBe(4);
  expect(median([4, 1, 3, 2])).toBe(2.5);
  expect(median([9, 1, 5])).toBe(5);
});

test("quality figures of one set stand in one table", () => {
  const rows = [
    { set: "threads", system: "first", figures: { r1: 0.5 } },
    { set: "threads", system: "second", figures: { r1: 0.25, words: 65 } },
  ];
  expect(scorecard(rows).split("\n")).toHaveLength(4);
});
