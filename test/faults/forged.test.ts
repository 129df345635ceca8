import { expect, test } from "vitest";
import { forged } from "./trials/forged.ts";

const given = { size: "short", seed: 42, say: () => {} } as const;
/** Processes and a database of its own start here; on a busy machine that takes a while. In milliseconds. */
const patienceMs = 90_000;

test("what is forged, expired or replayed starts nothing", { timeout: patienceMs }, async () => {
  expect(await forged.run({ ...given, guarded: true })).toEqual({
    measured: expect.any(String),
    met: true,
  });
});
