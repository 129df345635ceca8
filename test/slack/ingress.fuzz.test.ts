import fc from "fast-check";
import { expect, test } from "vitest";
import { payloads } from "../faults/rig/payloads.ts";
import { startLegwork } from "../support/legwork.ts";
import { aMessage, anEvent, sendSigned } from "../support/signed.ts";

const inTimeMs = 3_000;
const payloadsMax = 200;

test("signed nonsense of any kind is answered in time, without an error of ours, and the process lives", async () => {
  await using legwork = await startLegwork({ workers: false });

  await fc.assert(
    fc.asyncProperty(payloads(), async ([bytes, type]) => {
      const sent = await sendSigned(legwork, bytes, { type });
      expect(sent.ms).toBeLessThan(inTimeMs);
      expect(sent.status).toBeLessThan(500);
    }),
    { numRuns: payloadsMax },
  );

  expect((await sendSigned(legwork, anEvent(aMessage()))).status).toBe(200);
});
