import { expect, test } from "vitest";
import { reached, tried } from "./rig/tried.ts";
import { kills } from "./trials/kills.ts";

/** Processes and a database of its own start here; on a busy machine that takes a while. In milliseconds. */
const patienceMs = 240_000;

test(
  "wherever a process is killed, nothing is lost, said twice or paid for again",
  { timeout: patienceMs },
  async () => {
    expect(await tried(kills)).toEqual(reached);
  },
);
