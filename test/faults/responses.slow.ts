import { expect, test } from "vitest";
import { responses } from "./trials/responses.ts";

const given = { size: "short", seed: 42, say: () => {} } as const;
/** Processes of its own start here; on a busy machine that takes a while. In milliseconds. */
const patienceMs = 300_000;

test(
  "without limits a bomb and a flood take all the memory there is",
  { timeout: patienceMs },
  async () => {
    const { met, measured } = await responses.run({ ...given, guarded: false });
    expect(met).toBe(false);
    expect(measured).toMatch(/memory \+ [1-9]\d\d MB.* had to be ended/);
  },
);
