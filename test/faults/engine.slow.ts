import { expect, test } from "vitest";
import { reached, tried } from "./rig/tried.ts";
import { engine } from "./trials/engine.ts";

const given = { size: "short", seed: 42, say: () => {} } as const;
/** Processes and a database of its own start here; on a busy machine that takes a while. In milliseconds. */
const patienceMs = 300_000;

test(
  "however often workers die over it, a question comes to the same draft, and no stored answer is paid again",
  { timeout: patienceMs },
  async () => {
    expect(await tried(engine)).toEqual(reached);
  },
);

test(
  "where nobody reads the answers that are stored, they are paid again, and the books are less than the bill",
  { timeout: patienceMs },
  async () => {
    const { met, measured } = await engine.run({ ...given, guarded: false });
    expect(met).toBe(false);
    expect(measured).toMatch(/[1-9]\d* finished calls paid again/);
  },
);
