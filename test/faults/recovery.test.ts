import { expect, test } from "vitest";
import { recovery } from "./trials/recovery.ts";

const given = { size: "short", seed: 42, say: () => {} } as const;
/** Processes and a database of its own start here; on a busy machine that takes a while. In milliseconds. */
const patienceMs = 120_000;

test(
  "what a dead worker was in the middle of is taken up elsewhere within seconds",
  { timeout: patienceMs },
  async () => {
    expect(await recovery.run({ ...given, guarded: true })).toEqual({
      measured: expect.any(String),
      met: true,
    });
  },
);
