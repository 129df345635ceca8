import { expect, test } from "vitest";
import { strings } from "./trials/strings.ts";

const given = { size: "short", seed: 42, say: () => {} } as const;
/** Processes of its own start here; on a busy machine that takes a while. In milliseconds. */
const patienceMs = 90_000;

test("hostile words stay words wherever they are shown", { timeout: patienceMs }, async () => {
  expect(await strings.run({ ...given, guarded: true })).toEqual({
    measured: expect.any(String),
    met: true,
  });
});
