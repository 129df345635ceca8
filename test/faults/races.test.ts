import { expect, test } from "vitest";
import { reached, tried } from "./rig/tried.ts";
import { races } from "./trials/races.ts";

/** A database of its own starts here; on a busy machine that takes a while. In milliseconds. */
const patienceMs = 240_000;

test(
  "of all who decide, stop or say something at the same moment, one wins and nothing is dropped",
  { timeout: patienceMs },
  async () => {
    expect(await tried(races)).toEqual(reached);
  },
);
