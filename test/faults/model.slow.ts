import { expect, test } from "vitest";
import { model } from "./trials/model.ts";

const given = { size: "short", seed: 42, say: () => {} } as const;
/** A database of its own starts here; on a busy machine that takes a while. In milliseconds. */
const patienceMs = 300_000;

test("where no fence is compared, it does not", { timeout: patienceMs }, async () => {
  expect(await model.run({ ...given, guarded: false })).toEqual({
    measured: expect.any(String),
    met: false,
  });
});
