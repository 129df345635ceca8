import { expect, test } from "vitest";
import { reached, tried } from "./rig/tried.ts";
import { soak } from "./trials/soak.ts";

const given = { size: "short", seed: 1, say: () => {} } as const;

test("under steady work memory and connections stay as they are", async () => {
  expect(await tried(soak)).toEqual(reached);
}, 60_000);

test("a leak shows", async () => {
  expect(await soak.run({ ...given, guarded: false })).toEqual({
    measured: expect.any(String),
    met: false,
  });
}, 60_000);
