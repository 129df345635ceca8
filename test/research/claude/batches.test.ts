import { expect, test } from "vitest";
import { batchesOf } from "../../../src/research/claude/batches.ts";
import { assumedOf } from "../../../src/research/claude/capabilities.ts";
import { openClient } from "../../../src/research/claude/client.ts";
import { listPrice } from "../../../src/research/claude/prices.ts";
import { openPrompts } from "../../../src/research/claude/prompts.ts";
import { startModel } from "../../support/model/server.ts";
import { aSetting } from "./ground.ts";
import { brain, params } from "./meet.ts";

const { signal } = new AbortController();
const calls = [{ id: "a", request: params }];
const asked = [{ id: "a", model: params.model }];

/** Batches of an endpoint; `path` leads to one that has none. */
function batchesAt(model: { url: string; apiKey: string }, { path = "", key = model.apiKey } = {}) {
  const { access, models } = aSetting({ url: `${model.url}${path}`, apiKey: key });
  return batchesOf({
    client: openClient(access),
    models,
    can: (id) => assumedOf("https://api.anthropic.com", id),
    prompts: openPrompts(),
    price: listPrice,
    serverSearch: false,
    now: () => new Date("2026-11-24T10:00:00Z"),
    chance: () => 0.5,
    log: () => {},
  });
}

test("a batch is worked off while nobody waits, and its answers cost half", async () => {
  await using model = await startModel({ brain, holdBatches: true });
  const batches = batchesAt(model);
  const id = (await batches.send(calls, signal)) ?? "";
  expect(await batches.results(id, asked, signal)).toBeUndefined();
  await model.endBatches();
  const answer = (await batches.results(id, asked, signal))?.get("a");
  expect(answer?.usd).toBeCloseTo(model.bill().dollars, 9);
  const tokens = model.bill().inputTokens * 2 + model.bill().outputTokens * 10;
  expect(answer?.usd).toBeCloseTo(tokens / 2_000_000, 9);
  // One that has ended need not be cancelled.
  await batches.cancel(id, signal);
});

test("what was in error or expired was not paid for; of a batch that nobody knows nobody can tell", async () => {
  await using model = await startModel({ brain, holdBatches: true });
  const batches = batchesAt(model);
  const wrong = [{ id: "a", request: { ...params, messages: [] } }];
  const id = (await batches.send(wrong, signal)) ?? "";
  await model.endBatches();
  expect(await batches.results(id, asked, signal)).toEqual(new Map([["a", null]]));
  const late = (await batches.send(calls, signal)) ?? "";
  await model.endBatches({ isLate: true });
  expect(await batches.results(late, asked, signal)).toEqual(new Map([["a", null]]));
  expect(await batches.results("msgbatch_none", asked, signal)).toEqual(new Map());
  expect(model.bill().dollars).toBe(0);
});

test("an endpoint without batches is told apart from one that does not let us in", async () => {
  await using model = await startModel({ brain });
  expect(await batchesAt(model, { path: "/nowhere" }).send(calls, signal)).toBeNull();
  const stranger = batchesAt(model, { key: "sk-ant-other" });
  const refused: unknown = await stranger.send(calls, signal).catch((error: unknown) => error);
  expect(refused).toMatchObject({ name: "AccountError" });
  expect(stranger.isUnpaid(refused)).toBe(true);
});
