import { expect, test } from "vitest";
import { sessions } from "./trials/sessions.ts";

const given = { size: "short", seed: 42, say: () => {} } as const;
/** Processes and a database of its own start here; on a busy machine that takes a while. In milliseconds. */
const patienceMs = 300_000;

test(
  "where a lost connection counts as a failure of the job, attempts are charged for it",
  { timeout: patienceMs },
  async () => {
    const { met, measured } = await sessions.run({ ...given, guarded: false });
    expect(met).toBe(false);
    expect(measured).toMatch(/[1-9]\d* attempts charged/);
  },
);
