import { expect, test } from "vitest";
import { assumedOf } from "../../../src/research/claude/capabilities.ts";
import { call } from "../../../src/research/claude/call.ts";
import { openClient } from "../../../src/research/claude/client.ts";
import { listPrice } from "../../../src/research/claude/prices.ts";
import { openPrompts } from "../../../src/research/claude/prompts.ts";
import { startModel } from "../../support/model/server.ts";
import { aSetting } from "./ground.ts";
import { aMemory, contextOver } from "./memory.ts";
import { brain, params } from "./meet.ts";

test("for a long prompt no more is kept aside than the service counts, with room for its being an estimate", async () => {
  await using model = await startModel({ brain });
  const kept: number[] = [];
  const context = contextOver(aMemory(), {
    onPay: ({ worstUsd }: { worstUsd: number }) => void kept.push(worstUsd),
  });
  const content = "Why is the checkout slow? ".repeat(20_000);
  const long = { ...params, messages: [{ role: "user" as const, content }] };
  const means = {
    client: openClient(aSetting(model).access),
    models: aSetting(model).models,
    prompts: openPrompts(),
    price: listPrice,
    serverSearch: false,
    now: () => new Date("2026-11-24T10:00:00Z"),
    chance: () => 0.5,
    log: () => {},
  };
  const all = assumedOf("https://api.anthropic.com", params.model);
  for (const countTokens of [true, false]) {
    const name = `ask:${countTokens}`;
    const can = () => ({ ...all, countTokens });
    await call({ name, params: long, share: "work" }, { ...means, can }, context);
  }

  const read = (model.bill().inputTokens / 2) * (2 / 1_000_000);
  const answer = (params.max_tokens * 10) / 1_000_000;
  const [counted = 0, bound = 0] = kept;
  expect(counted).toBeGreaterThan((read + answer) * 1.03);
  expect(counted).toBeLessThan((read + answer) * 1.06);
  // Where nobody counts, all is kept aside that so many bytes can be.
  expect(bound).toBeGreaterThan(counted * 1.5);
});
