import { expect, test } from "vitest";
import { kill } from "./trials/kills.ts";

const given = { size: "short", seed: 42, say: () => {} } as const;
/** Processes and a database of its own start here; on a busy machine that takes a while. In milliseconds. */
const patienceMs = 300_000;

test(
  "without the memory of steps, finished ones are paid for again",
  { timeout: patienceMs },
  async () => {
    const { verdict } = await kill({ ...given, guarded: false }, "memory");
    expect(verdict.rerun).not.toEqual([]);
  },
);

test(
  "without the wait, a message that is only late is posted again",
  { timeout: patienceMs },
  async () => {
    const { verdict } = await kill({ ...given, guarded: false }, "grace");
    expect(verdict.duplicates).not.toEqual([]);
  },
);
