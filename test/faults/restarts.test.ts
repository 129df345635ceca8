import { expect, test } from "vitest";
import { restarts } from "./trials/restarts.ts";

const given = { size: "short", seed: 42, say: () => {} } as const;
/** Processes and a database of its own start here; on a busy machine that takes a while. In milliseconds. */
const patienceMs = 120_000;

test(
  "a database that goes down and comes back takes nothing with it and ends no process",
  { timeout: patienceMs },
  async () => {
    expect(await restarts.run({ ...given, guarded: true })).toEqual({
      measured: expect.any(String),
      met: true,
    });
  },
);
