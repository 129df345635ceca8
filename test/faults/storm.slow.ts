import { expect, test } from "vitest";
import { storm } from "./trials/storm.ts";

const given = { size: "short", seed: 42, say: () => {} } as const;
/** Processes and a database of its own start here; on a busy machine that takes a while. In milliseconds. */
const patienceMs = 300_000;

test("without the key of what was acted upon, it is several", { timeout: patienceMs }, async () => {
  expect(await storm.run({ ...given, guarded: false })).toEqual({
    measured: expect.any(String),
    met: false,
  });
});
