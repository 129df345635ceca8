import { expect, test } from "vitest";
import { reached, tried } from "./rig/tried.ts";
import { sessions } from "./trials/sessions.ts";

/** Processes and a database of its own start here; on a busy machine that takes a while. In milliseconds. */
const patienceMs = 240_000;

test(
  "however often all connections are cut, every task comes to a whole draft",
  { timeout: patienceMs },
  async () => {
    expect(await tried(sessions)).toEqual(reached);
  },
);
