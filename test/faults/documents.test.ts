import { expect, test } from "vitest";
import { documents } from "./trials/documents.ts";

const given = { size: "short", seed: 42, say: () => {} } as const;
/** Processes of its own start here; on a busy machine that takes a while. In milliseconds. */
const patienceMs = 90_000;

test(
  "whatever is uploaded, it ends in words, in time, and nobody else waits for it",
  // Measured times also depend on what else the machine does; a loop that is really blocked fails each time.
  { timeout: patienceMs, retry: 2 },
  async () => {
    expect(await documents.run({ ...given, guarded: true })).toEqual({
      measured: expect.any(String),
      met: true,
    });
  },
);
