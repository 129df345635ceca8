import { expect, test } from "vitest";
import { reached, tried } from "./rig/tried.ts";
import { outbound } from "./trials/outbound.ts";

/** Processes and a database of its own start here; on a busy machine that takes a while. In milliseconds. */
const patienceMs = 240_000;

test(
  "what Slack drops, refuses or shows late is said once, and what nobody can look up is not repeated",
  { timeout: patienceMs },
  async () => {
    expect(await tried(outbound)).toEqual(reached);
  },
);
