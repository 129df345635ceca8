import { expect, test } from "vitest";
import { reached, tried } from "./rig/tried.ts";
import { addresses } from "./trials/addresses.ts";

const given = { size: "short", seed: 42, say: () => {} } as const;
/** Processes of its own start here; on a busy machine that takes a while. In milliseconds. */
const patienceMs = 240_000;

test(
  "no private place is reached by any address, redirect or changing name",
  { timeout: patienceMs },
  async () => {
    expect(await tried(addresses)).toEqual(reached);
  },
);

test(
  "without the guard they are reached, and the honest pages as before",
  { timeout: patienceMs },
  async () => {
    const { met, measured } = await addresses.run({ ...given, guarded: false });
    expect(met).toBe(false);
    expect(measured).toMatch(/: [1-9]\d+ reached, .* 2 of 2 honest pages read/);
  },
);
