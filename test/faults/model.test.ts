import { expect, test } from "vitest";
import { reached, tried } from "./rig/tried.ts";
import { model } from "./trials/model.ts";

/** A database of its own starts here; on a busy machine that takes a while. In milliseconds. */
const patienceMs = 240_000;

test(
  "whatever is done to a task, the store says what the model says",
  { timeout: patienceMs },
  async () => {
    expect(await tried(model)).toEqual(reached);
  },
);
