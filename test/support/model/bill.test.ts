import { expect, test } from "vitest";

import { clientOf } from "./ask.ts";
import { listPrices } from "./catalogue.ts";
import { faults } from "./fault.ts";
import { dollarsOf } from "./ledger.ts";
import { startModel, type Model } from "./server.ts";

const answer = "x".repeat(400);
const say = (content: string) => ({ role: "user" as const, content });
const marked = (text: string, ttl: "5m" | "1h" = "5m") => ({
  type: "text" as const,
  text,
  cache_control: { type: "ephemeral" as const, ttl },
});
const model55 = "claude-sonnet-5-5";
/** 1,000 tokens by the rule of counting: four characters make one. */
const thousand = "word".repeat(1_000);

const start = (now?: () => Date) =>
  startModel({ now, brain: () => ({ content: [{ type: "text", text: answer }] }) });

const create = async (model: Model, more: object = {}) =>
  (
    await clientOf(model).messages.create({
      model: model55,
      max_tokens: 1_000,
      thinking: { type: "between_tools" },
      messages: [say("four")],
      ...more,
    })
  ).usage;

test("tokens are characters by four, and dollars follow from the list", async () => {
  await using model = await start();
  expect(await create(model, { system: thousand })).toMatchObject({
    input_tokens: 1_001,
    cache_creation_input_tokens: 0,
    cache_read_input_tokens: 0,
    output_tokens: 100,
    service_tier: "standard",
  });
  expect(model.bill()).toMatchObject({ calls: 1, inputTokens: 1_001, outputTokens: 100, lost: 0 });
  expect(model.bill().dollars).toBeCloseTo((1_001 * 2 + 100 * 10) / 1e6, 12);
  expect(model.bill().dollarsByModel).toEqual({ [model55]: model.bill().dollars });
});

test("a marked prefix is written once and read after that, for its ttl from the last use", async () => {
  let at = Date.parse("2026-11-24T09:00:00Z");
  await using model = await start(() => new Date(at));
  const system = [marked(thousand)];
  const write = { cache_creation_input_tokens: 1_000, cache_read_input_tokens: 0, input_tokens: 1 };
  const read = { cache_creation_input_tokens: 0, cache_read_input_tokens: 1_000, input_tokens: 1 };

  expect(await create(model, { system })).toMatchObject({
    ...write,
    cache_creation: { ephemeral_5m_input_tokens: 1_000, ephemeral_1h_input_tokens: 0 },
  });
  at += 4 * 60_000;
  expect(await create(model, { system })).toMatchObject(read);
  at += 4 * 60_000;
  expect(await create(model, { system })).toMatchObject(read);
  at += 5 * 60_000;
  expect(await create(model, { system })).toMatchObject(write);

  const [first, second] = model.ledger;
  expect(first?.dollars).toBeCloseTo((1 * 2 + 1_000 * 2 * 1.25 + 100 * 10) / 1e6, 12);
  expect(second?.dollars).toBeCloseTo((1 * 2 + 1_000 * 2 * 0.1 + 100 * 10) / 1e6, 12);
});

test("an hour costs twice the price, and both ttls may stand in one prompt", async () => {
  await using model = await start();
  const usage = await create(model, {
    system: [marked(thousand, "1h")],
    messages: [{ role: "user", content: [marked(thousand)] }],
  });
  expect(usage.cache_creation).toEqual({
    ephemeral_1h_input_tokens: 1_000,
    ephemeral_5m_input_tokens: 1_000,
  });
  expect(model.ledger[0]?.dollars).toBeCloseTo((1_000 * 2 * (2 + 1.25) + 100 * 10) / 1e6, 12);
});

test("a conversation that grows reads what was there and writes what is new", async () => {
  await using model = await start();
  const growing = { cache_control: { type: "ephemeral" }, system: thousand };
  await create(model, growing);
  const messages = [say("four"), { role: "assistant", content: answer }, say(thousand)];
  const usage = await create(model, { ...growing, messages });
  expect(usage).toMatchObject({
    cache_read_input_tokens: 1_001,
    cache_creation_input_tokens: 1_100,
    input_tokens: 0,
  });
});

test("siblings read nothing until the first answer has begun", async () => {
  await using model = await start();
  const both = Promise.withResolvers<void>();
  let asked = 0;
  model.think(async () => {
    asked += 1;
    if (asked >= 2) both.resolve();
    await both.promise;
    return { content: [{ type: "text", text: "So." }] };
  });
  const system = [marked(thousand)];
  const first = create(model, { system });
  const second = create(model, { system, messages: [say("2")] });
  expect((await first).cache_creation_input_tokens).toBe(1_000);
  expect((await second).cache_creation_input_tokens).toBe(1_000);
  expect((await create(model, { system })).cache_read_input_tokens).toBe(1_000);
});

test("too short a prefix, another model and other tools read nothing", async () => {
  await using model = await start();
  const short = { system: [marked("word".repeat(500))] };
  await create(model, short);
  expect(await create(model, short)).toMatchObject({ cache_read_input_tokens: 0 });
  const long = { system: [marked(thousand)] };
  await create(model, long);
  const tools = [{ name: "a", input_schema: { type: "object" } }];
  expect((await create(model, { ...long, tools })).cache_read_input_tokens).toBe(0);
  const other = { ...long, model: "claude-opus-5-5", thinking: { type: "adaptive" } };
  expect((await create(model, other)).cache_read_input_tokens).toBe(0);
  expect((await create(model, long)).cache_read_input_tokens).toBe(1_000);
});

test("a long prompt costs Haiku's higher price, a search its fee, and a batch half but for the fee", () => {
  const usage = {
    input_tokens: 100_001,
    output_tokens: 1_000,
    cache_creation: null,
    cache_creation_input_tokens: 0,
    cache_read_input_tokens: 0,
    inference_geo: null,
    output_tokens_details: null,
    server_tool_use: { web_search_requests: 2, web_fetch_requests: 1 },
    service_tier: null,
    speed: null,
  };
  const price = listPrices["claude-haiku-5-5"] ?? { input: 0, output: 0 };
  const tokens = (100_001 * 0.5 + 1_000 * 2.5) / 1e6;
  expect(dollarsOf(usage, price)).toBeCloseTo(tokens + 0.02, 12);
  expect(dollarsOf(usage, price, true)).toBeCloseTo(tokens / 2 + 0.02, 12);
  const shorter = { ...usage, input_tokens: 100_000, server_tool_use: null };
  expect(dollarsOf(shorter, price)).toBeCloseTo((100_000 * 0.1 + 1_000 * 0.5) / 1e6, 12);
});

test("the ledger knows the same request again, streamed or not, and only what was paid is counted", async () => {
  await using model = await start();
  model.fail("next", faults.overloaded());
  await create(model).catch(() => {});
  await create(model);
  const request = {
    model: model55,
    max_tokens: 1_000,
    thinking: { type: "between_tools" as const },
    messages: [say("four")],
  };
  await clientOf(model).messages.stream(request).finalMessage();
  await create(model, { messages: [say("five")] });

  expect(new Set(model.ledger.slice(0, 3).map(({ hash }) => hash)).size).toBe(1);
  expect(model.bill()).toMatchObject({ calls: 4, repeated: 1, lost: 0 });
  expect(model.ledger.map(({ outcome }) => outcome)).toEqual([
    "error",
    "answered",
    "answered",
    "answered",
  ]);
  expect(model.requests.map(({ request: { stream } }) => stream)).toEqual([
    undefined,
    undefined,
    true,
    undefined,
  ]);
});

test("counting tokens is the prompt's part of the bill, costs nothing and leaves no trace", async () => {
  await using model = await start();
  const { messages } = clientOf(model);
  const prompt = { model: model55, system: thousand, messages: [say("four")] };
  expect(await messages.countTokens(prompt)).toEqual({ input_tokens: 1_001 });
  await expect(messages.countTokens({ ...prompt, messages: [say("")] })).rejects.toThrow(
    /400 .*non-empty/,
  );
  expect(model.ledger).toEqual([]);
});

test("a model without a price is a mistake of the test, and said before anything is sent", async () => {
  await using model = await startModel({ prices: {}, brain: () => ({ content: [] }) });
  await expect(create(model)).rejects.toThrow(/500 .*no price for claude-sonnet-5-5/);
});
