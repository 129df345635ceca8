import { expect, test } from "vitest";
import { secrets } from "./trials/secrets.ts";

const given = { size: "short", seed: 42, say: () => {} } as const;
/** Processes and a database of its own start here; on a busy machine that takes a while. In milliseconds. */
const patienceMs = 300_000;

test("a log that says what it is told is full of them", { timeout: patienceMs }, async () => {
  const { met, measured } = await secrets.run({ ...given, guarded: false });
  expect(met).toBe(false);
  expect(measured).toMatch(/a bot token in the log.* a token in an address in the log/);
});
