import { expect, test } from "vitest";
import { reached, tried } from "./rig/tried.ts";
import { parallel } from "./trials/parallel.ts";

const given = { size: "short", seed: 42, say: () => {} } as const;
/** Processes and a database of its own start here; on a busy machine that takes a while. In milliseconds. */
const patienceMs = 300_000;

test("five parts are gathered side by side", { timeout: patienceMs }, async () => {
  expect(await tried(parallel)).toEqual(reached);
});

test(
  "one worker with room for one part takes as long as all calls together",
  { timeout: patienceMs },
  async () => {
    expect(await parallel.run({ ...given, guarded: false })).toEqual({
      measured: expect.any(String),
      met: false,
    });
  },
);
