import { expect, test } from "vitest";
import { reached, tried } from "./rig/tried.ts";
import { fuzz } from "./trials/fuzz.ts";

const given = { size: "short", seed: 42, say: () => {} } as const;
/** Processes and a database of its own start here; on a busy machine that takes a while. In milliseconds. */
const patienceMs = 240_000;

test(
  "nonsense, signed or not, is answered in time and ends nothing",
  { timeout: patienceMs },
  async () => {
    expect(await tried(fuzz)).toEqual(reached);
  },
);

test("an app with Bolt's own receiver dies of it", { timeout: patienceMs }, async () => {
  const { met, measured } = await fuzz.run({ ...given, guarded: false });
  expect(met).toBe(false);
  expect(measured).toContain("1 exits");
});
