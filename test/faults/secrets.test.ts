import { expect, test } from "vitest";
import { reached, tried } from "./rig/tried.ts";
import { secrets } from "./trials/secrets.ts";

/** Processes and a database of its own start here; on a busy machine that takes a while. In milliseconds. */
const patienceMs = 240_000;

test(
  "no secret is left in logs, failed jobs or the database",
  { timeout: patienceMs },
  async () => {
    expect(await tried(secrets)).toEqual(reached);
  },
);
