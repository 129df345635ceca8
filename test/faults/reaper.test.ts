import { expect, test } from "vitest";
import { reaper } from "./trials/reaper.ts";

const given = { size: "short", seed: 42, say: () => {} } as const;
/** Processes and a database of its own start here; on a busy machine that takes a while. In milliseconds. */
const patienceMs = 120_000;

test(
  "among thousands of jobs that are held the lost one is found, and so is a task without any",
  { timeout: patienceMs },
  async () => {
    expect(await reaper.run({ ...given, guarded: true })).toEqual({
      measured: expect.any(String),
      met: true,
    });
  },
);
