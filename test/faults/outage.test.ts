import { expect, test } from "vitest";
import { reached, tried } from "./rig/tried.ts";
import { outage } from "./trials/outage.ts";

/** Processes and a database of its own start here; on a busy machine that takes a while. In milliseconds. */
const patienceMs = 240_000;
/** A machine that is busy with something else is late itself: then it is measured again. */
const retry = 2;

test(
  "while the database crashes, freezes and is not heard, nobody is told what is not so",
  { timeout: patienceMs, retry },
  async () => {
    expect(await tried(outage)).toEqual(reached);
  },
);
