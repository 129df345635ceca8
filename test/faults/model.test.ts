import { expect, test } from "vitest";
import { model } from "./trials/model.ts";

const given = { size: "short", seed: 42, say: () => {} } as const;
/** A database of its own starts here; on a busy machine that takes a while. In milliseconds. */
const patienceMs = 90_000;

test(
  "whatever is done to a task, the store says what the model says",
  { timeout: patienceMs },
  async () => {
    expect(await model.run({ ...given, guarded: true })).toEqual({
      measured: expect.any(String),
      met: true,
    });
  },
);
