import { expect, test } from "vitest";
import { outbound } from "./trials/outbound.ts";

const given = { size: "short", seed: 42, say: () => {} } as const;
/** Processes and a database of its own start here; on a busy machine that takes a while. In milliseconds. */
const patienceMs = 120_000;

test(
  "what Slack drops, refuses or shows late is said once, and what nobody can look up is not repeated",
  { timeout: patienceMs },
  async () => {
    expect(await outbound.run({ ...given, guarded: true })).toEqual({
      measured: expect.any(String),
      met: true,
    });
  },
);
