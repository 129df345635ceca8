import { expect, test } from "vitest";
import { soak } from "./trials/soak.ts";

const given = { size: "short", seed: 1, say: () => {} } as const;

test("under steady work memory and connections stay as they are", async () => {
  expect(await soak.run({ ...given, guarded: true })).toMatchObject({ met: true });
}, 60_000);

test("a leak shows", async () => {
  expect(await soak.run({ ...given, guarded: false })).toMatchObject({ met: false });
}, 60_000);
