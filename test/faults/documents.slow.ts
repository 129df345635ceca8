import { expect, test } from "vitest";
import { documents } from "./trials/documents.ts";

const given = { size: "short", seed: 42, say: () => {} } as const;
/** Processes of its own start here; on a busy machine that takes a while. In milliseconds. */
const patienceMs = 300_000;

test("read where others wait, they wait", { timeout: patienceMs }, async () => {
  const { met, measured } = await documents.run({ ...given, guarded: false });
  expect(met).toBe(false);
  expect(measured).toMatch(/event loop (?:[2-9]\d\d|\d{4,}) ms behind/);
});
