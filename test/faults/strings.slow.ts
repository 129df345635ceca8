import { expect, test } from "vitest";
import { strings } from "./trials/strings.ts";

const given = { size: "short", seed: 42, say: () => {} } as const;
/** Processes of its own start here; on a busy machine that takes a while. In milliseconds. */
const patienceMs = 300_000;

test("unescaped they ping and link", { timeout: patienceMs }, async () => {
  const { met, measured } = await strings.run({ ...given, guarded: false });
  expect(met).toBe(false);
  expect(measured).toMatch(/\d+ × ping, \d+ × link/);
});
