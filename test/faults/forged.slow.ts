import { expect, test } from "vitest";
import { forged } from "./trials/forged.ts";

const given = { size: "short", seed: 42, say: () => {} } as const;
/** Processes and a database of its own start here; on a busy machine that takes a while. In milliseconds. */
const patienceMs = 300_000;

test("with nobody looking at signatures it does", { timeout: patienceMs }, async () => {
  expect(await forged.run({ ...given, guarded: false })).toEqual({
    measured: expect.any(String),
    met: false,
  });
});
