import { expect, test } from "vitest";
import { reached, tried } from "./rig/tried.ts";
import { forged } from "./trials/forged.ts";

/** Processes and a database of its own start here; on a busy machine that takes a while. In milliseconds. */
const patienceMs = 240_000;

test("what is forged, expired or replayed starts nothing", { timeout: patienceMs }, async () => {
  expect(await tried(forged)).toEqual(reached);
});
