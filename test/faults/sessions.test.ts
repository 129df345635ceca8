import { expect, test } from "vitest";
import { sessions } from "./trials/sessions.ts";

const given = { size: "short", seed: 42, say: () => {} } as const;
/** Processes and a database of its own start here; on a busy machine that takes a while. In milliseconds. */
const patienceMs = 120_000;

test(
  "however often all connections are cut, every task comes to a whole draft",
  { timeout: patienceMs },
  async () => {
    expect(await sessions.run({ ...given, guarded: true })).toEqual({
      measured: expect.any(String),
      met: true,
    });
  },
);
