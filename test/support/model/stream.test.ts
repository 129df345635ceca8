import type Anthropic from "@anthropic-ai/sdk";
import { expect, test } from "vitest";

import { aRequest, clientOf } from "./ask.ts";
import { search } from "./phrases.ts";
import type { Reply } from "./reply.ts";
import { startModel, type Model } from "./server.ts";

const older = { model: "claude-haiku-4-5", max_tokens: 1_000 };
const question = { role: "user", content: "Why?" } as const;
const starting = (reply: Reply) => startModel({ brain: () => reply });
const one = (text: string): Reply => ({ content: [{ type: "text", text }] });

/** As much of an event as is looked at here. */
type Data = {
  readonly type: string;
  readonly message?: object;
  readonly delta?: {
    readonly type?: string;
    readonly partial_json?: string;
    readonly text?: string;
  };
};

/** The events of a stream as they come over the wire, names and data. */
async function eventsOf(model: Model, overrides: object): Promise<[string, Data][]> {
  const response = await fetch(`${model.url}/v1/messages`, {
    method: "POST",
    headers: { authorization: `Bearer ${model.apiKey}`, "anthropic-version": "2026-10-21" },
    body: JSON.stringify(aRequest({ stream: true, ...overrides })),
  });
  expect(response.headers.get("content-type")).toBe("text/event-stream; charset=utf-8");
  const frames = (await response.text()).split("\n\n").filter((frame) => frame !== "");
  return frames.map((frame) => {
    const [, name = "", data = ""] = /^event: (.+)\ndata: (.+)$/.exec(frame) ?? [];
    return [name, JSON.parse(data)];
  });
}

test("a stream has its events in the service's order, named as their data says", async () => {
  await using model = await starting(one("The database is slow, and that is all."));
  const events = await eventsOf(model, older);

  expect(events.map(([name]) => name)).toEqual([
    "message_start",
    "content_block_start",
    "ping",
    "content_block_delta",
    "content_block_delta",
    "content_block_stop",
    "message_delta",
    "message_stop",
  ]);
  expect(events.every(([name, data]) => data.type === name)).toBe(true);
  expect(events[0]?.[1].message).toMatchObject({
    type: "message",
    role: "assistant",
    content: [],
    stop_reason: null,
    usage: { input_tokens: 6, output_tokens: 1 },
  });
  expect(events.at(-2)?.[1]).toMatchObject({
    delta: { stop_reason: "end_turn", stop_sequence: null, stop_details: null },
    usage: { input_tokens: 6, output_tokens: 10 },
  });
});

test("a tool's input comes as pieces of JSON, and the client puts it together", async () => {
  const input = { query: "why is checkout slow", nested: { list: [1, "zwei", null] } };
  await using model = await starting({ content: [{ type: "tool_use", name: "search", input }] });
  const events = await eventsOf(model, { ...older, tools: [search] });
  const pieces = events.flatMap(([, { delta }]) =>
    delta?.type === "input_json_delta" ? [delta.partial_json] : [],
  );
  expect(pieces.length).toBeGreaterThan(3);
  expect(JSON.parse(pieces.join(""))).toEqual(input);

  const tools = [search as Anthropic.Tool];
  const message = await clientOf(model)
    .messages.stream({ ...older, messages: [question], tools })
    .finalMessage();
  expect(message.stop_reason).toBe("tool_use");
  expect(message.content).toMatchObject([{ type: "tool_use", name: "search", input }]);
});

test("no piece of a text ends within a character", async () => {
  await using model = await starting(one(`-${"\u{1F600}".repeat(40)}`));
  const texts = (await eventsOf(model, older)).flatMap(([, { delta }]) => delta?.text ?? []);
  expect(texts.length).toBeGreaterThan(1);
  expect(texts.every((text) => text.isWellFormed())).toBe(true);
});

test("what is streamed and what comes in one piece are the same message", async () => {
  const citation: Anthropic.TextCitation = {
    type: "search_result_location",
    cited_text: "It is slow.",
    source: "https://example.org/1",
    title: "One",
    search_result_index: 0,
    start_block_index: 0,
    end_block_index: 1,
  };
  await using model = await starting({
    content: [
      { type: "thinking", thinking: "First I think about it for a while." },
      { type: "text", text: "Emoji stay whole: 👩‍💻👩‍💻👩‍💻👩‍💻👩‍💻👩‍💻 and so on. ", citations: [citation] },
      { type: "server_tool_use", name: "web_search", input: { query: "slow" } },
      { type: "web_search_tool_result", tool_use_id: "srvtoolu_1", content: [] },
      { type: "text", text: "Done." },
    ],
  });
  const { messages } = clientOf(model);
  const body = {
    model: "claude-sonnet-5-5",
    max_tokens: 1_000,
    messages: [question],
    thinking: { type: "adaptive" as const, display: "summarized" as const },
  };
  const cited: unknown[] = [];
  const streamed = await messages
    .stream(body)
    .on("citation", (found) => cited.push(found))
    .finalMessage();
  const whole = await messages.create(body);

  const { id: _id, ...same } = JSON.parse(JSON.stringify(whole));
  expect(JSON.parse(JSON.stringify(streamed))).toMatchObject(same);
  expect(streamed.content.map(({ type }) => type)).toEqual([
    "thinking",
    "text",
    "server_tool_use",
    "web_search_tool_result",
    "text",
  ]);
  expect(cited).toEqual([citation]);
  expect(streamed.usage.server_tool_use).toEqual({ web_search_requests: 1, web_fetch_requests: 0 });
});

test("a model that thinks says so, shows it only when asked, and signs it", async () => {
  await using model = await starting({
    content: [
      { type: "thinking", thinking: "Hm." },
      { type: "text", text: "So." },
    ],
  });
  const { messages } = clientOf(model);
  const body = { max_tokens: 1_000, messages: [question] };
  const thoughtOf = async (more: Partial<Anthropic.MessageCreateParamsNonStreaming>) =>
    (await messages.create({ model: "claude-sonnet-5-5", ...body, ...more })).content[0];

  const signature = expect.stringMatching(/^[\w+/=]{40,}$/);
  expect(await thoughtOf({})).toEqual({ type: "thinking", thinking: "", signature });
  expect(await thoughtOf({ thinking: { type: "adaptive", display: "summarized" } })).toEqual({
    type: "thinking",
    thinking: "Hm.",
    signature,
  });
  expect(await thoughtOf({ thinking: { type: "between_tools" } })).toMatchObject({ text: "So." });
  expect(await thoughtOf(older)).toMatchObject({ text: "So." });
});

test("on the newest models what is said between tool calls is a thought", async () => {
  await using model = await starting({
    content: [
      { type: "text", text: "I look it up." },
      { type: "tool_use", name: "search", input: {} },
    ],
  });
  const { messages } = clientOf(model);
  const body = { max_tokens: 1_000, messages: [question], tools: [search as Anthropic.Tool] };
  const newest = await messages.create({ model: "claude-sonnet-5-5", ...body });
  expect(newest.content).toMatchObject([{ type: "thinking", thinking: "" }, { type: "tool_use" }]);
  const summarized = await messages.create({
    model: "claude-sonnet-5-5",
    ...body,
    thinking: { type: "adaptive", display: "summarized" },
  });
  expect(summarized.content[0]).toMatchObject({ type: "thinking", thinking: "I look it up." });
  const before = await messages.create({ ...body, ...older });
  expect(before.content).toMatchObject([{ type: "text" }, { type: "tool_use" }]);
});

test("an answer ends at max_tokens, within a text or within a tool's input", async () => {
  const long = "Every word of this answer costs something. ".repeat(20);
  await using model = await starting(one(long));
  const { messages } = clientOf(model);
  const text = await messages.create({ ...older, messages: [question], max_tokens: 10 });
  expect(text).toMatchObject({
    stop_reason: "max_tokens",
    content: [{ type: "text", text: long.slice(0, 40) }],
    usage: { output_tokens: 10 },
  });

  model.think(() => ({ content: [{ type: "tool_use", name: "search", input: { query: long } }] }));
  const body = {
    ...older,
    messages: [question],
    max_tokens: 10,
    tools: [search as Anthropic.Tool],
  };
  const events = await eventsOf(model, body);
  const json = events.map(([, { delta }]) => delta?.partial_json ?? "").join("");
  expect(() => JSON.parse(json)).toThrow(SyntaxError);
  expect(events.at(-2)?.[1]).toMatchObject({ delta: { stop_reason: "max_tokens" } });
});

test("an answer ends where the model's context does", async () => {
  const { catalogue } = await import("./catalogue.ts");
  const models = catalogue.map((facts) => ({ ...facts, contextTokensMax: 30 }));
  await using model = await startModel({ models, brain: () => one("word ".repeat(100)) });
  const message = await clientOf(model).messages.create({ ...older, messages: [question] });
  expect(message.stop_reason).toBe("model_context_window_exceeded");
  expect(message.usage.input_tokens + message.usage.output_tokens).toBe(30);
});

test("with max_tokens 0 a prompt is read, and nothing is said", async () => {
  await using model = await starting(one("Not said."));
  const message = await clientOf(model).messages.create({
    ...older,
    messages: [question],
    max_tokens: 0,
  });
  expect(message).toMatchObject({ content: [], usage: { output_tokens: 0 } });
});

test("a brain that throws is an answer of 500 that says so", async () => {
  await using model = await startModel({
    brain: () => {
      throw new Error("no idea");
    },
  });
  await expect(clientOf(model).messages.create({ ...older, messages: [question] })).rejects.toThrow(
    /500 .*The stand-in failed: no idea/,
  );
});
