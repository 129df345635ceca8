import { expect, test } from "vitest";
import { kills } from "./trials/kills.ts";

const given = { size: "short", seed: 42, say: () => {} } as const;
/** Processes and a database of its own start here; on a busy machine that takes a while. In milliseconds. */
const patienceMs = 120_000;

test(
  "wherever a process is killed, nothing is lost, said twice or paid for again",
  { timeout: patienceMs },
  async () => {
    expect(await kills.run({ ...given, guarded: true })).toEqual({
      measured: expect.any(String),
      met: true,
    });
  },
);
