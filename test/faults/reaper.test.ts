import { expect, test } from "vitest";
import { reached, tried } from "./rig/tried.ts";
import { reaper } from "./trials/reaper.ts";

/** Processes and a database of its own start here; on a busy machine that takes a while. In milliseconds. */
const patienceMs = 240_000;

test(
  "among thousands of jobs that are held the lost one is found, and so is a task without any",
  { timeout: patienceMs },
  async () => {
    expect(await tried(reaper)).toEqual(reached);
  },
);
