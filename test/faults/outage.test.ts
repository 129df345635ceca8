import { expect, test } from "vitest";
import { outage } from "./trials/outage.ts";

const given = { size: "short", seed: 42, say: () => {} } as const;
/** Processes and a database of its own start here; on a busy machine that takes a while. In milliseconds. */
const patienceMs = 90_000;
/** A machine that is busy with something else is late itself: then it is measured again. */
const retry = 2;

test(
  "while the database crashes, freezes and is not heard, nobody is told what is not so",
  { timeout: patienceMs, retry },
  async () => {
    expect(await outage.run({ ...given, guarded: true })).toEqual({
      measured: expect.any(String),
      met: true,
    });
  },
);
