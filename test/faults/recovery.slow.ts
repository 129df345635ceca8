import { expect, test } from "vitest";
import { recovery } from "./trials/recovery.ts";

const given = { size: "short", seed: 42, say: () => {} } as const;
/** Processes and a database of its own start here; on a busy machine that takes a while. In milliseconds. */
const patienceMs = 300_000;

test(
  "without anybody who looks for the dead it is left lying",
  { timeout: patienceMs },
  async () => {
    const { met, measured } = await recovery.run({ ...given, guarded: false });
    expect(met).toBe(false);
    expect(measured).toMatch(/over 6 s/);
  },
);
