import { expect, test } from "vitest";
import { ack } from "./ack.ts";
import { memory } from "./memory.ts";
import { testGround } from "./testGround.ts";

/** Six processes start here; some seconds on an idle machine, more beside other tests. In milliseconds. */
const patienceMs = 60_000;

test("the ack part measures every app and compares them", { timeout: patienceMs }, async () => {
  await using opened = new AsyncDisposableStack();
  const text = await ack(testGround(opened), { perSecond: 20, requests: 2, rounds: 1, warmUp: 0 });
  expect(text.match(/×/g)).toHaveLength(8);
  expect(text).not.toContain("NaN");
});

test("the memory part has as many runs in hand as it says", { timeout: patienceMs }, async () => {
  await using opened = new AsyncDisposableStack();
  const text = await memory(testGround(opened), { runs: 4, callMs: 1_500, watchedMs: 0 });
  expect(text).toMatch(/all 4 have a call under way +[1-9]\d+ MB/);
});
