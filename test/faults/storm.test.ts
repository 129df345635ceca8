import { expect, test } from "vitest";
import { reached, tried } from "./rig/tried.ts";
import { storm } from "./trials/storm.ts";

/** Processes and a database of its own start here; on a busy machine that takes a while. In milliseconds. */
const patienceMs = 240_000;

test(
  "what Slack tells of eight times, in any order, is one task",
  { timeout: patienceMs },
  async () => {
    expect(await tried(storm)).toEqual(reached);
  },
);
