import { expect, test } from "vitest";
import { median, quantile } from "./figures.ts";
import { pay } from "./pay.ts";
import { scorecard } from "./scorecard.ts";
import { testGround } from "./testGround.ts";
import { thread } from "./thread.ts";

/** Six processes start here; some seconds on an idle machine, more beside other tests. In milliseconds. */
const patienceMs = 60_000;

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
