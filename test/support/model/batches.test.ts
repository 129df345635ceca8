import type Anthropic from "@anthropic-ai/sdk";
import { expect, test } from "vitest";

import { ask, clientOf } from "./ask.ts";
import { startModel, type Model } from "./server.ts";

const item = (id: string, more: object = {}) => ({
  custom_id: id,
  params: {
    model: "claude-haiku-4-5",
    max_tokens: 100,
    messages: [{ role: "user" as const, content: `What is ${id}?` }],
    ...more,
  },
});

const start = (holdBatches = false) =>
  startModel({
    holdBatches,
    brain: ({ messages }) => ({
      content: [{ type: "text", text: JSON.stringify(messages[0]?.content) }],
    }),
  });

async function resultsOf(model: Model, id: string) {
  const lines: Anthropic.Messages.MessageBatchIndividualResponse[] = [];
  for await (const line of await clientOf(model).messages.batches.results(id)) lines.push(line);
  return lines;
}

test("a batch is held, worked off, and its results come in another order, at half the price", async () => {
  await using model = await start(true);
  const { batches } = clientOf(model).messages;
  const made = await batches.create({ requests: [item("a"), item("b")] });
  expect(made).toMatchObject({
    type: "message_batch",
    processing_status: "in_progress",
    request_counts: { processing: 2, succeeded: 0 },
    results_url: null,
    ended_at: null,
  });
  await expect(resultsOf(model, made.id)).rejects.toThrow("No batch `results_url`");

  await model.endBatches();

  expect(await batches.retrieve(made.id)).toMatchObject({
    processing_status: "ended",
    request_counts: { processing: 0, succeeded: 2, errored: 0, canceled: 0, expired: 0 },
  });
  const results = await resultsOf(model, made.id);
  expect(results.map(({ custom_id: id }) => id)).toEqual(["b", "a"]);
  expect(results[0]?.result).toMatchObject({
    type: "succeeded",
    message: { role: "assistant", usage: { service_tier: "batch" } },
  });
  const [entry] = model.ledger;
  const { input_tokens: input = 0, output_tokens: output = 0 } = entry?.usage ?? {};
  expect(entry?.batch).toBe(true);
  expect(entry?.dollars).toBeCloseTo((input + output * 5) / 2e6, 12);
});

test("a request of a batch that breaks a rule is its own error", async () => {
  await using model = await start(true);
  const requests = [item("a"), item("b", { messages: [] }), item("c", { stream: true })];
  const { status, body } = await ask(model, { requests }, { path: "/v1/messages/batches" });
  expect(status).toBe(200);
  const { id } = Object(body);
  await model.endBatches();
  const results = await resultsOf(model, id);
  expect(results.map(({ result }) => result.type)).toEqual(["errored", "errored", "succeeded"]);
  expect(results[0]?.result).toMatchObject({
    error: { type: "error", error: { type: "invalid_request_error" } },
  });
});

test("a batch that is cancelled before it began has only cancelled requests", async () => {
  await using model = await start(true);
  const { batches } = clientOf(model).messages;
  const { id } = await batches.create({ requests: [item("a"), item("b")] });
  expect(await batches.cancel(id)).toMatchObject({ processing_status: "canceling" });
  await model.endBatches();
  expect(await batches.retrieve(id)).toMatchObject({
    processing_status: "ended",
    request_counts: { canceled: 2, succeeded: 0 },
  });
  expect((await resultsOf(model, id)).map(({ result }) => result.type)).toEqual([
    "canceled",
    "canceled",
  ]);
  expect(model.ledger).toEqual([]);
});

test("a batch that nobody holds ends by itself, and is found in the list", async () => {
  await using model = await start();
  const { batches } = clientOf(model).messages;
  const { id } = await batches.create({ requests: [item("a")] });
  await model.endBatches();
  expect((await batches.list()).data.map((batch) => batch.id)).toEqual([id]);
  expect(await resultsOf(model, id)).toHaveLength(1);
});

test("two requests of one name, and a batch that is not there, are refused", async () => {
  await using model = await start();
  const { batches } = clientOf(model).messages;
  await expect(batches.create({ requests: [item("a"), item("a")] })).rejects.toThrow(
    /400 .*unique/,
  );
  await expect(batches.retrieve("msgbatch_none")).rejects.toThrow("404");
});

test("models are listed with what they accept", async () => {
  await using model = await start();
  const { models } = clientOf(model);
  const ids = [];
  for await (const { id } of models.list()) ids.push(id);
  expect(ids).toContain("claude-sonnet-5-5");
  expect(await models.retrieve("claude-opus-5-5")).toMatchObject({
    type: "model",
    lifecycle: "active",
    line: "opus",
    max_tokens: 128_000,
    capabilities: {
      thinking: { types: { adaptive: { supported: true }, disabled: { supported: false } } },
    },
  });
  await expect(models.retrieve("claude-1")).rejects.toThrow("404");
});
