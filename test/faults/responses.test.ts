import { expect, test } from "vitest";
import { reached, tried } from "./rig/tried.ts";
import { responses } from "./trials/responses.ts";

/** Processes of its own start here; on a busy machine that takes a while. In milliseconds. */
const patienceMs = 240_000;

test(
  "whatever a web server answers, it ends in words, in time, and costs little",
  // Measured times also depend on what else the machine does; a loop that is really blocked fails each time.
  { timeout: patienceMs, retry: 2 },
  async () => {
    expect(await tried(responses)).toEqual(reached);
  },
);
