import { expect, test } from "vitest";
import { outbound } from "./trials/outbound.ts";

const given = { size: "short", seed: 42, say: () => {} } as const;
/** Processes and a database of its own start here; on a busy machine that takes a while. In milliseconds. */
const patienceMs = 300_000;

test(
  "without the wait a message that is only late is posted again",
  { timeout: patienceMs },
  async () => {
    const { met, measured } = await outbound.run({ ...given, guarded: false });
    expect(met).toBe(false);
    expect(measured).toMatch(/[1-9]\d* duplicates/);
  },
);
