import { expect, test } from "vitest";
import { outage } from "./trials/outage.ts";

const given = { size: "short", seed: 42, say: () => {} } as const;
/** Processes and a database of its own start here; on a busy machine that takes a while. In milliseconds. */
const patienceMs = 300_000;

test("acknowledged before it is stored, it is lost", { timeout: patienceMs }, async () => {
  const { met, measured } = await outage.run({ ...given, guarded: false });
  expect(met).toBe(false);
  expect(measured).toMatch(/[1-9]\d* falsely acknowledged/);
});
