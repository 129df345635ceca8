import type Anthropic from "@anthropic-ai/sdk";
import { zodOutputFormat } from "@anthropic-ai/sdk/helpers/zod";
import { expect, test } from "vitest";
import { z } from "zod";

import { clientOf } from "./ask.ts";
import { researchBrain } from "./brain.ts";
import { startModel, type Model } from "./server.ts";

const question = "Why did checkout become slow in March?";
const base = { model: "claude-sonnet-5-5", max_tokens: 4_000 };
const asking = (content: Anthropic.MessageParam["content"] = question) => ({
  ...base,
  messages: [{ role: "user" as const, content }],
});
const tool = (name: string, properties: object): Anthropic.Tool => ({
  name,
  input_schema: { type: "object", properties, required: Object.keys(properties) },
});
const tools = [
  tool("fetch_page", { url: { type: "string" } }),
  tool("search_web", { query: { type: "string" }, limit: { type: "integer" } }),
  tool("note_evidence", { url: { type: "string" }, quote: { type: "string" } }),
];
const pages: Readonly<Record<string, string>> = {
  "https://example.org/db": "The database lost an index in March. It was put back in April.",
  "https://example.org/cdn": "The network was fine all year.",
};

const Plan = z.object({
  question: z.string().max(60),
  kind: z.enum(["research", "summary"]),
  clarification: z.string().nullable(),
  effort: z.int().min(1).max(3),
  confidence: z.number().gt(0).lt(1),
  isClear: z.boolean(),
  parts: z
    .array(
      z.object({ title: z.string(), queries: z.array(z.string().min(3)).min(3), url: z.url() }),
    )
    .max(5),
  how: z.union([z.object({ by: z.literal("web") }), z.object({ by: z.literal("files") })]),
});

test("a structured answer satisfies its schema, with the limits that only its descriptions have", async () => {
  await using model = await startModel({ brain: researchBrain() });
  const { messages } = clientOf(model);
  const body = { ...asking(), output_config: { format: zodOutputFormat(Plan) } };
  const message = await messages.parse(body);

  expect(message.parsed_output).toMatchObject({
    question,
    kind: "research",
    clarification: null,
    effort: 2,
    isClear: true,
    parts: [
      { title: question, queries: { length: 3 } },
      { title: expect.stringContaining(question) },
    ],
    how: { by: "web" },
  });
  expect((await messages.parse(body)).parsed_output).toEqual(message.parsed_output);
});

test("a test may say what a structured answer holds, by name and by path", async () => {
  const hints = { kind: "summary", "parts.*.title": (at: number) => `Part ${at}` };
  await using model = await startModel({ brain: researchBrain({ hints }) });
  const message = await clientOf(model).messages.parse({
    ...asking(),
    output_config: { format: zodOutputFormat(Plan) },
  });
  expect(message.parsed_output).toMatchObject({
    kind: "summary",
    parts: [{ title: "Part 0" }, { title: "Part 1" }],
  });
});

/** Runs the loop as a client does, and hands back the calls of each turn. */
async function runLoop(model: Model) {
  const messages: Anthropic.MessageParam[] = [{ role: "user", content: question }];
  const turns: { name: string; input: unknown }[][] = [];
  for (let turn = 0; turn < 8; turn += 1) {
    const said = await clientOf(model)
      .messages.stream({ ...base, tools, messages })
      .finalMessage();
    messages.push({ role: "assistant", content: said.content });
    const uses = said.content.filter((block) => block.type === "tool_use");
    if (uses.length === 0) return { turns, said };
    turns.push(uses.map(({ name, input }) => ({ name, input })));
    messages.push({
      role: "user",
      content: uses.map(({ id, name, input }) => ({
        type: "tool_result",
        tool_use_id: id,
        content: resultOf(name, input),
      })),
    });
  }
  throw new Error("the loop has no end");
}

function resultOf(name: string, input: unknown): string {
  if (name === "search_web") return JSON.stringify(Object.keys(pages).map((url) => ({ url })));
  const { url } = z.looseObject({ url: z.string() }).parse(input);
  return name === "fetch_page" ? (pages[url] ?? "not found") : "noted";
}

test("with tools it searches, reads what it found, records what it read, and ends", async () => {
  await using model = await startModel({ brain: researchBrain() });
  const { turns, said } = await runLoop(model);

  expect(turns).toEqual([
    [{ name: "search_web", input: { query: "why did checkout become slow march", limit: 1 } }],
    Object.keys(pages).map((url) => ({ name: "fetch_page", input: { url } })),
    [
      {
        name: "note_evidence",
        input: { url: "https://example.org/db", quote: "The database lost an index in March." },
      },
      {
        name: "note_evidence",
        input: { url: "https://example.org/cdn", quote: "The network was fine all year." },
      },
    ],
  ]);
  expect(said.stop_reason).toBe("end_turn");
  expect(model.breaches).toEqual([]);
  await using other = await startModel({ brain: researchBrain() });
  expect((await runLoop(other)).turns).toEqual(turns);
});

const results = [
  ["One", ["Nothing of note.", "Checkout became slow in March, when an index was lost."]],
  ["Two", ["It was put back in April."]],
] as const;

test("a draft quotes its search results exactly, and points at the very block", async () => {
  await using model = await startModel({ brain: researchBrain() });
  const sources = results.map(([title, texts]): Anthropic.SearchResultBlockParam => ({
    type: "search_result",
    source: `https://example.org/${title}`,
    title,
    citations: { enabled: true },
    content: texts.map((text) => ({ type: "text", text })),
  }));
  const message = await clientOf(model).messages.create(
    asking([...sources, { type: "text", text: question }]),
  );

  const cited = message.content.flatMap((block) =>
    block.type === "text" ? (block.citations ?? []) : [],
  );
  expect(cited.length).toBeGreaterThan(2);
  expect(cited[0]).toEqual({
    type: "search_result_location",
    cited_text: results[0][1][1],
    source: "https://example.org/One",
    title: "One",
    search_result_index: 0,
    start_block_index: 1,
    end_block_index: 2,
  });
  for (const citation of cited) {
    if (citation.type !== "search_result_location") throw new Error(citation.type);
    const { search_result_index: at, start_block_index: from, end_block_index: to } = citation;
    expect(citation.cited_text).toBe(results[at]?.[1].slice(from, to).join(""));
  }
});

test("a draft points into plain documents by characters, and into documents of blocks by blocks", async () => {
  await using model = await startModel({ brain: researchBrain() });
  const data = "First things first. Checkout became slow in March. That is all.";
  const citations = { enabled: true };
  const message = await clientOf(model).messages.create(
    asking([
      {
        type: "document",
        title: "Log",
        citations,
        source: { type: "text", media_type: "text/plain", data },
      },
      {
        type: "document",
        citations,
        source: { type: "content", content: [{ type: "text", text: "Checkout was slow." }] },
      },
      { type: "text", text: question },
    ]),
  );
  const cited = message.content.flatMap((block) =>
    block.type === "text" ? (block.citations ?? []) : [],
  );
  const plain = cited.find((citation) => citation.type === "char_location");
  expect(plain).toMatchObject({ document_index: 0, document_title: "Log" });
  expect(data.slice(plain?.start_char_index, plain?.end_char_index)).toBe(plain?.cited_text);
  expect(cited.find((citation) => citation.type === "content_block_location")).toMatchObject({
    document_index: 1,
    document_title: null,
    cited_text: "Checkout was slow.",
    start_block_index: 0,
    end_block_index: 1,
  });
});

test("a test may answer some requests itself", async () => {
  const brain = researchBrain({
    override: ({ messages }) =>
      JSON.stringify(messages).includes("secret")
        ? { content: [], stop_reason: "refusal" }
        : undefined,
  });
  await using model = await startModel({ brain });
  const { messages } = clientOf(model);
  expect((await messages.create(asking("a secret"))).stop_reason).toBe("refusal");
  expect((await messages.create(asking())).stop_reason).toBe("end_turn");
});
