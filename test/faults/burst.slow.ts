import { expect, test } from "vitest";
import { reached, tried } from "./rig/tried.ts";
import { burst } from "./trials/burst.ts";

const given = { size: "short", seed: 42, say: () => {} } as const;
/** Processes and a database of its own start here; on a busy machine that takes a while. In milliseconds. */
const patienceMs = 300_000;
/** A machine that is busy with something else is late itself: then it is measured again. */
const retry = 2;

test(
  "many commands at once are all taken in time, and all come to an end",
  { timeout: patienceMs, retry },
  async () => {
    expect(await tried(burst)).toEqual(reached);
  },
);

test(
  "a listener that waits for the work takes none of them in time",
  { timeout: patienceMs },
  async () => {
    expect(await burst.run({ ...given, guarded: false })).toEqual({
      measured: expect.any(String),
      met: false,
    });
  },
);
