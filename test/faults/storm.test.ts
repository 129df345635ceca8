import { expect, test } from "vitest";
import { storm } from "./trials/storm.ts";

const given = { size: "short", seed: 42, say: () => {} } as const;
/** Processes and a database of its own start here; on a busy machine that takes a while. In milliseconds. */
const patienceMs = 90_000;

test(
  "what Slack tells of eight times, in any order, is one task",
  { timeout: patienceMs },
  async () => {
    expect(await storm.run({ ...given, guarded: true })).toEqual({
      measured: expect.any(String),
      met: true,
    });
  },
);
