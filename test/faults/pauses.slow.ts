import { expect, test } from "vitest";
import { reached, tried } from "./rig/tried.ts";
import { pauses } from "./trials/pauses.ts";

const given = { size: "short", seed: 42, say: () => {} } as const;
/** Processes and a database of its own start here; on a busy machine that takes a while. In milliseconds. */
const patienceMs = 300_000;

test(
  "who stands still and wakes writes nothing that others have gone beyond",
  { timeout: patienceMs },
  async () => {
    expect(await tried(pauses)).toEqual(reached);
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
