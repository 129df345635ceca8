import { expect, test } from "vitest";
import { reached, tried } from "./rig/tried.ts";
import { strings } from "./trials/strings.ts";

/** Processes of its own start here; on a busy machine that takes a while. In milliseconds. */
const patienceMs = 240_000;

test("hostile words stay words wherever they are shown", { timeout: patienceMs }, async () => {
  expect(await tried(strings)).toEqual(reached);
});
