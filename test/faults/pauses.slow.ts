import { expect, test } from "vitest";
import { pauses } from "./trials/pauses.ts";

const given = { size: "short", seed: 42, say: () => {} } as const;
/** Processes and a database of its own start here; on a busy machine that takes a while. In milliseconds. */
const patienceMs = 120_000;

test(
  "who stands still and wakes writes nothing that others have gone beyond",
  { timeout: patienceMs },
  async () => {
    expect(await pauses.run({ ...given, guarded: true })).toEqual({
      measured: expect.any(String),
      met: true,
    });
  },
);

test(
  "where nobody loses their right, who wakes goes on writing",
  { timeout: patienceMs },
  async () => {
    const { met, measured } = await pauses.run({ ...given, guarded: false });
    expect(met).toBe(false);
    expect(measured).toMatch(/[1-9]\d* stale writes/);
  },
);
