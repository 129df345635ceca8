import { expect, test } from "vitest";
import { openPace } from "../../src/slack/pace.ts";

function paced() {
  let ms = 1_000_000;
  const pace = openPace(() => new Date(ms));
  return { ...pace, pass: (more: number) => void (ms += more) };
}

test("nothing waits that was not told to", () => {
  expect(paced().wait("chat.postMessage", "C1")).toBe(0);
});

test("a channel that had too much rests by itself; other channels and methods go on", () => {
  const pace = paced();
  pace.told("chat.postMessage", "C1", 3_000);
  expect(pace.wait("chat.postMessage", "C1")).toBe(3_000);
  expect(pace.wait("chat.postMessage", "C2")).toBe(0);
  expect(pace.wait("chat.update", "C1")).toBe(0);
  pace.pass(3_000);
  expect(pace.wait("chat.postMessage", "C1")).toBe(0);
});

test("those that wait for a channel get their turns one after the other, and whoever comes at its turn goes", () => {
  const pace = paced();
  pace.told("chat.update", "C1", 2_000);
  expect([1, 2, 3].map(() => pace.wait("chat.update", "C1"))).toEqual([2_000, 3_000, 4_000]);
  pace.pass(3_000);
  expect(pace.wait("chat.update", "C1")).toBe(0);
});

test("what is counted for the whole workspace rests everywhere", () => {
  const pace = paced();
  pace.told("conversations.replies", "C1", 5_000);
  expect(pace.wait("conversations.replies", "C2")).toBe(5_000);
  expect(pace.wait("conversations.replies", "C3")).toBe(5_000);
});

test("only so many places are remembered", () => {
  const pace = paced();
  for (let n = 0; n <= 1_000; n++) pace.told("chat.update", `C${n}`, 60_000);
  expect(pace.wait("chat.update", "C0")).toBe(0);
  expect(pace.wait("chat.update", "C1000")).toBe(60_000);
});
