import { expect, test } from "vitest";
import { reached, tried } from "./rig/tried.ts";
import { drain } from "./trials/drain.ts";

const given = { size: "short", seed: 42, say: () => {} } as const;
/** Processes and a database of its own start here; on a busy machine that takes a while. In milliseconds. */
const patienceMs = 300_000;

test(
  "a process that is told to end hands back what it has in hand, and Ctrl-C leaves nothing",
  { timeout: patienceMs },
  async () => {
    expect(await tried(drain)).toEqual(reached);
  },
);

test(
  "one that just stops is charged for what it had in hand",
  { timeout: patienceMs },
  async () => {
    const { met, measured } = await drain.run({ ...given, guarded: false });
    expect(met).toBe(false);
    expect(measured).toMatch(/[1-9]\d* attempts charged/);
  },
);
