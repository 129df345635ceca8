import { expect, test } from "vitest";
import { races } from "./trials/races.ts";

const given = { size: "short", seed: 42, say: () => {} } as const;
/** A database of its own starts here; on a busy machine that takes a while. In milliseconds. */
const patienceMs = 90_000;

test(
  "of all who decide, stop or say something at the same moment, one wins and nothing is dropped",
  { timeout: patienceMs },
  async () => {
    expect(await races.run({ ...given, guarded: true })).toEqual({
      measured: expect.any(String),
      met: true,
    });
  },
);
