import type Anthropic from "@anthropic-ai/sdk";
import { expect, test } from "vitest";

import type { Brain } from "./call.ts";
import { ask, clientOf } from "./ask.ts";
import { faults } from "./fault.ts";
import { search } from "./phrases.ts";
import { startModel, type Model } from "./server.ts";

/** Looks something up, and then says it; keys of its input are not in order. */
const brain: Brain = ({ messages }) =>
  messages.at(-1)?.content.some(({ type }) => type === "tool_result")
    ? { content: [{ type: "text", text: "The database is slow." }] }
    : {
        content: [
          { type: "text", text: "I look it up." },
          { type: "tool_use", name: "search", input: { query: "slow", limit: 3, ids: [2, 1] } },
        ],
      };

const question = { role: "user", content: "Why is checkout slow?" } as const;
const frozen = {
  model: "claude-sonnet-5-5",
  max_tokens: 2_000,
  system: "You do research.",
  tools: [search as Anthropic.Tool],
};

type Begun = {
  readonly said: readonly Anthropic.ContentBlock[];
  readonly results: readonly object[];
};

/** The first call of a conversation, and the tool's results for it. */
async function begin(model: Model, content = "Found: the database."): Promise<Begun> {
  const stream = clientOf(model).messages.stream({ ...frozen, messages: [question] });
  const { content: said } = await stream.finalMessage();
  const uses = said.filter((block) => block.type === "tool_use");
  const results = uses.map(({ id }) => ({ type: "tool_result", tool_use_id: id, content }));
  return { said, results };
}

/** The conversation as it is to be sent next. */
const sent = ({ said, results }: Begun): readonly object[] => [
  question,
  { role: "assistant", content: said },
  { role: "user", content: results },
];

const next = (model: Model, messages: readonly object[], overrides: object = {}) =>
  ask(model, { ...frozen, messages, ...overrides });

test("a conversation that is sent back as it was is answered, also after a stay in a store", async () => {
  await using model = await startModel({ brain });
  const client = clientOf(model);
  const messages = JSON.parse(JSON.stringify(sent(await begin(model))));

  const said = await client.messages.create({ ...frozen, messages });
  messages.push({ role: "assistant", content: said.content }, { role: "user", content: "Now?" });
  const last = await client.messages.create({ ...frozen, messages });

  expect(last.stop_reason).toBe("tool_use");
  expect(model.breaches).toEqual([]);
  expect(new Set(model.ledger.map(({ conversation }) => conversation)).size).toBe(1);
});

const changes: readonly [string, (begun: Begun) => readonly object[], string, RegExp][] = [
  [
    "a dropped thought",
    ({ said, results }) => sent({ said: said.slice(1), results }),
    "diverged",
    /^messages\.1\.content\.0: /,
  ],
  [
    "a dropped call with its result",
    ({ said }) => sent({ said: said.slice(0, 1), results: [{ type: "text", text: "Go on." }] }),
    "diverged",
    /^messages\.1\.content\.1: /,
  ],
  [
    "an input with its keys sorted",
    ({ said, results }) =>
      sent({
        results,
        said: said.map((block) =>
          block.type === "tool_use"
            ? { ...block, input: { ids: [2, 1], limit: 3, query: "slow" } }
            : block,
        ),
      }),
    "diverged",
    /^messages\.1\.content\.1: /,
  ],
  [
    "an earlier question that was changed",
    (begun) => [{ role: "user", content: "Why is it fast?" }, ...sent(begun).slice(1)],
    "thinking_mismatch",
    /The messages before this block differ/,
  ],
];

test.each(changes)("%s is a breach, and answered with 400", async (_, changed, kind, message) => {
  await using model = await startModel({ brain });

  const { status, body } = await next(model, changed(await begin(model)));

  expect(status).toBe(400);
  const [breach] = model.breaches;
  expect(breach?.kind).toBe(kind);
  expect(breach?.message).toMatch(message);
  expect(body).toMatchObject({ error: { message: breach?.message } });
});

test("a changed system prompt and changed tools are named as the service names them", async () => {
  await using model = await startModel({ brain });
  const messages = sent(await begin(model));

  const other = await next(model, messages, { system: "You do something else." });
  expect(other.body).toMatchObject({
    error: {
      message: expect.stringMatching(
        /^messages\.1\.content\.0: Invalid `signature` in `thinking` block\. The block is bound to a different conversation\..*The `system` prompt differs from the one this block was created with\.$/,
      ),
    },
  });
  const fewer = await next(model, messages, { tools: [] });
  expect(fewer.body).toMatchObject({
    error: { message: expect.stringContaining("The `tools` differ") },
  });
  const kinds = model.breaches.map(({ kind }) => kind);
  expect(kinds).toEqual([
    "system_changed",
    "thinking_mismatch",
    "tools_changed",
    "thinking_mismatch",
  ]);
});

test("a changed system prompt is a breach also where nobody thinks", async () => {
  await using model = await startModel({
    brain: () => ({ content: [{ type: "text", text: "So." }] }),
  });
  const older = { model: "claude-haiku-4-5", max_tokens: 100 };
  const messages = [
    question,
    { role: "assistant", content: "So." },
    { role: "user", content: "Go on." },
  ];
  await ask(model, { ...older, system: "One.", messages: [question] });

  const { status } = await ask(model, { ...older, system: "Two.", messages });

  expect(status).toBe(400);
  expect(model.breaches.map(({ kind }) => kind)).toEqual(["system_changed"]);
});

test("another model in a conversation with thoughts is a breach", async () => {
  await using model = await startModel({ brain });
  const { status } = await next(model, sent(await begin(model)), { model: "claude-opus-5-5" });
  expect(status).toBe(400);
  expect(new Set(model.breaches.map(({ kind }) => kind))).toEqual(new Set(["model_changed"]));
});

test("breakpoints may move, and a thought may not be edited", async () => {
  await using model = await startModel({ brain, strict: false });
  const { said, results } = await begin(model);
  const marks = { cache_control: { type: "ephemeral" } };
  const marked = results.map((result) => ({ ...result, ...marks }));
  const system = [{ type: "text", text: frozen.system, ...marks }];
  expect((await next(model, sent({ said, results: marked }), { system })).status).toBe(200);
  expect(model.breaches).toEqual([]);

  const edited = said.map((block) =>
    block.type === "thinking" ? { ...block, thinking: "Something else." } : block,
  );
  const { status, body } = await next(model, sent({ said: edited, results }));
  expect(status).toBe(400);
  expect(body).toMatchObject({
    error: { message: "messages.1.content.0: Invalid `signature` in `thinking` block" },
  });
});

test("when it is not strict, a breach is noted and the call is answered", async () => {
  await using model = await startModel({ brain, strict: false });
  const { status } = await next(model, sent(await begin(model)), { system: "Changed." });
  expect(status).toBe(200);
  expect(model.breaches.length).toBeGreaterThan(0);
});

test("a caller that gives its thoughts up is answered behind a changed prompt", async () => {
  await using model = await startModel({ brain });
  const messages = sent(await begin(model));
  const thinking = {
    type: "adaptive",
    block_binding: { prefix_mismatch_behavior: "drop_block" },
  };
  const headers = { "anthropic-beta": "thinking-binding-controls-2026-08-01" };
  const body = { ...frozen, messages, thinking, system: "Changed." };
  expect((await ask(model, body, { headers })).status).toBe(200);
  expect(model.breaches.length).toBeGreaterThan(0);
});

test("two conversations may begin alike, and one from elsewhere may be gone on with", async () => {
  await using model = await startModel({ brain });
  const one = sent(await begin(model, "Found: one."));
  const other = sent(await begin(model, "Found: other."));
  expect((await next(model, one)).status).toBe(200);
  expect((await next(model, other)).status).toBe(200);

  const foreign = [
    { role: "user", content: "Two and two?" },
    { role: "assistant", content: "Four." },
    { role: "user", content: "And three?" },
  ];
  expect((await next(model, foreign)).status).toBe(200);
  expect(model.breaches).toEqual([]);
});

test("a paused turn is sent back as it is, and gone on with", async () => {
  await using model = await startModel({ brain });
  model.fail("next", faults.pauseTurn());
  const client = clientOf(model);
  const paused = await client.messages.create({ ...frozen, messages: [question] });
  expect(paused.stop_reason).toBe("pause_turn");
  const open = [question, { role: "assistant" as const, content: paused.content }];

  const said = await client.messages.create({ ...frozen, messages: open });
  expect(said.stop_reason).toBe("tool_use");
  const uses = said.content.filter((block) => block.type === "tool_use");
  const results = uses.map(({ id }) => ({ type: "tool_result" as const, tool_use_id: id }));
  const last = await client.messages.create({
    ...frozen,
    messages: [
      ...open,
      { role: "assistant", content: said.content },
      { role: "user", content: results },
    ],
  });

  expect(last.stop_reason).toBe("end_turn");
  expect(model.breaches).toEqual([]);
});

test("what had arrived of a cut turn cannot be gone on with", async () => {
  const said = { content: [{ type: "text", text: "One. Two." }] } as const;
  await using model = await startModel({ brain: () => said });
  const { messages } = clientOf(model);
  const first = { model: frozen.model, max_tokens: 100, messages: [question] };
  await messages.create(first);
  model.fail("next", faults.cut(7));
  await expect(messages.stream(first).finalMessage()).rejects.toThrow("terminated");

  const partial = { role: "assistant", content: "One." };
  const sentOn = [question, partial, { role: "user", content: "Go on." }];
  const { status } = await ask(model, { ...first, messages: sentOn });

  expect(status).toBe(400);
  expect(model.breaches.map(({ kind }) => kind)).toEqual(["diverged"]);
});

test("a text behind results is noted, and answered all the same", async () => {
  await using model = await startModel({ brain });
  const { said, results } = await begin(model);
  const hurried = [...results, { type: "text", text: "Hurry." }];
  expect((await next(model, sent({ said, results: hurried }))).status).toBe(200);
  expect(model.breaches.map(({ kind }) => kind)).toEqual(["text_after_results"]);
});
