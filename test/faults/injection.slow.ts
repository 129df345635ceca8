import { expect, test } from "vitest";
import { reached, tried } from "./rig/tried.ts";
import { injection } from "./trials/injection.ts";

const given = { size: "short", seed: 42, say: () => {} } as const;
/** Processes and a database of its own start here; on a busy machine that takes a while. In milliseconds. */
const patienceMs = 300_000;

test(
  "whatever the texts order that it reads, a model that obeys them fetches, does and tells nothing",
  { timeout: patienceMs },
  async () => {
    expect(await tried(injection)).toEqual(reached);
  },
);

test(
  "without the guards it fetches what they say and gives secrets away",
  { timeout: patienceMs },
  async () => {
    const { met, measured } = await injection.run({ ...given, guarded: false });
    expect(met).toBe(false);
    expect(measured).toMatch(/ [1-9]\d* addresses off the list.* [1-9]\d* secrets out/);
  },
);
