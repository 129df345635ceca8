import { expect, test } from "vitest";
import { reaper } from "./trials/reaper.ts";

const given = { size: "short", seed: 42, say: () => {} } as const;
/** Processes and a database of its own start here; on a busy machine that takes a while. In milliseconds. */
const patienceMs = 300_000;

test(
  "who looks at a page of jobs only never gets to the lost one",
  { timeout: patienceMs },
  async () => {
    const { met, measured } = await reaper.run({ ...given, guarded: false });
    expect(met).toBe(false);
    expect(measured).toMatch(/lost job not within/);
  },
);
