import { expect, test } from "vitest";
import { races } from "./trials/races.ts";

const given = { size: "short", seed: 42, say: () => {} } as const;
/** A database of its own starts here; on a busy machine that takes a while. In milliseconds. */
const patienceMs = 300_000;

test(
  "without the lock on the task's row there are two winners",
  { timeout: patienceMs },
  async () => {
    const broken: string[] = [];
    const say = (line: string): void => void broken.push(line);
    expect(await races.run({ ...given, say, guarded: false })).toEqual({
      measured: expect.any(String),
      met: false,
    });
    expect(broken.join("\n")).toContain("has two winners");
  },
);
