import { expect, test } from "vitest";
import { reached, tried } from "./rig/tried.ts";
import { recovery } from "./trials/recovery.ts";

/** Processes and a database of its own start here; on a busy machine that takes a while. In milliseconds. */
const patienceMs = 240_000;

test(
  "what a dead worker was in the middle of is taken up elsewhere within seconds",
  { timeout: patienceMs },
  async () => {
    expect(await tried(recovery)).toEqual(reached);
  },
);
