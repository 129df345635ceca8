import { expect, test } from "vitest";

import { clientOf } from "./ask.ts";
import { startModelChild } from "./child.ts";
import { faults } from "./fault.ts";

test("the stand-in runs as a process of its own, and is told and asked over HTTP", async () => {
  await using model = await startModelChild({ apiKey: "sk-child", strict: true });
  const { messages } = clientOf({ ...model, apiKey: "sk-child" });
  const body = {
    model: "claude-sonnet-5-5",
    max_tokens: 1_000,
    messages: [{ role: "user" as const, content: "Why is the moon full?" }],
  };
  await model.fail({ when: { bodyHas: "moon" }, fault: faults.overloaded() });
  await expect(messages.create(body)).rejects.toThrow("529");
  expect((await messages.create(body)).stop_reason).toBe("end_turn");
  const { ledger, breaches, bill } = await model.report();
  expect(ledger.map(({ outcome }) => outcome)).toEqual(["error", "answered"]);
  expect(breaches).toEqual([]);
  expect(bill).toMatchObject({ calls: 2, repeated: 0 });
});
