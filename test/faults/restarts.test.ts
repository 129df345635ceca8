import { expect, test } from "vitest";
import { reached, tried } from "./rig/tried.ts";
import { restarts } from "./trials/restarts.ts";

/** Processes and a database of its own start here; on a busy machine that takes a while. In milliseconds. */
const patienceMs = 240_000;

test(
  "a database that goes down and comes back takes nothing with it and ends no process",
  { timeout: patienceMs },
  async () => {
    expect(await tried(restarts)).toEqual(reached);
  },
);
