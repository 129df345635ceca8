import { expect, test } from "vitest";
import { restarts } from "./trials/restarts.ts";

const given = { size: "short", seed: 42, say: () => {} } as const;
/** Processes and a database of its own start here; on a busy machine that takes a while. In milliseconds. */
const patienceMs = 300_000;

test(
  "where nobody listens for a lost connection, processes end",
  { timeout: patienceMs },
  async () => {
    const { met, measured } = await restarts.run({ ...given, guarded: false });
    expect(met).toBe(false);
    expect(measured).toMatch(/[1-9]\d* processes ended/);
  },
);
