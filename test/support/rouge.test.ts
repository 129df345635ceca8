import { expect, test } from "vitest";
import { meanRouge, rouge } from "./rouge.ts";

test("a text is wholly like itself, and not at all like a stranger", () => {
  expect(rouge("The queues were running.", ["the queue was running"]).r1).toBeCloseTo(75);
  expect(rouge("One two three", ["one, two: three!"])).toEqual({ r1: 100, r2: 100, rl: 100 });
  expect(rouge("one two", ["three four"])).toEqual({ r1: 0, r2: 0, rl: 0 });
  expect(rouge("", ["one"])).toEqual({ r1: 0, r2: 0, rl: 0 });
});

test("repeats count as often as the reference has them, and order counts for the longest common run", () => {
  expect(rouge("a a a b", ["a b"]).r1).toBeCloseTo((100 * 2 * 0.5 * 1) / 1.5);
  const swapped = rouge("c d a b", ["a b c d"]);
  expect(swapped.r1).toBe(100);
  expect(swapped.rl).toBe(50);
  expect(swapped.r2).toBeCloseTo(66.67, 1);
});

test("several references, and several texts, give their mean", () => {
  expect(rouge("a b", ["a b", "c d"]).r1).toBe(50);
  expect(
    meanRouge([
      { r1: 10, r2: 0, rl: 4 },
      { r1: 20, r2: 2, rl: 6 },
    ]),
  ).toEqual({ r1: 15, r2: 1, rl: 5 });
});
