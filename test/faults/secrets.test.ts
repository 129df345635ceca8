import { expect, test } from "vitest";
import { secrets } from "./trials/secrets.ts";

const given = { size: "short", seed: 42, say: () => {} } as const;
/** Processes and a database of its own start here; on a busy machine that takes a while. In milliseconds. */
const patienceMs = 90_000;

test(
  "no secret is left in logs, failed jobs or the database",
  { timeout: patienceMs },
  async () => {
    expect(await secrets.run({ ...given, guarded: true })).toEqual({
      measured: expect.any(String),
      met: true,
    });
  },
);
