import { expect, test } from "vitest";
import { z } from "zod";
import { statementsOf } from "../../../src/domain/draft.ts";
import { openPrompts } from "../../../src/research/claude/prompts.ts";
import { aBrief, aRead, openEngine } from "./ground.ts";
import { aMemory, contextOver } from "./memory.ts";
import { runWhole } from "./run.ts";
import { aPlan } from "./script.ts";

/** As much of a request as the other stand-in shows, in the words of another service. */
const Asked = z.looseObject({
  messages: z.array(z.looseObject({ role: z.string(), content: z.unknown() })),
});

type Answer = { content: string } | { toolCalls: { name: string; arguments: string }[] };
type Server = {
  on(match: { predicate: () => boolean }, answer: (asked: unknown) => Answer): void;
  start(): Promise<unknown>;
  stop(): Promise<unknown>;
  readonly url: string;
};

const Library = z.looseObject({
  LLMock: z.custom<new (options: { port: number }) => Server>(
    (value) => typeof value === "function",
  ),
});

/** Another maker's stand-in for the Messages API: it knows no citations, no counting, no batches and no searches of its own. */
const packageName: string = "@copilotkit/aimock";
const library = Library.safeParse(await import(packageName).catch(() => undefined));

const prompts = openPrompts();
const use = (name: string, input: object) => ({ name, arguments: JSON.stringify(input) });
const say = (value: unknown): Answer => ({ content: JSON.stringify(value) });

function answerOf(asked: unknown): Answer {
  const { messages } = Asked.parse(asked);
  const system = JSON.stringify(messages.filter(({ role }) => role === "system"));
  const isPart = (text: string) => system.includes(JSON.stringify(text).slice(1, -1));
  const turn = messages.filter(({ role }) => role === "assistant").length;
  if (isPart(prompts.plan.text)) return say(aPlan());
  if (isPart(prompts.gap.text)) return say({ complete: true, subtasks: [] });
  if (isPart(prompts.check.text)) return say({ verdict: "supported", why: "It says so." });
  if (isPart(prompts.gather.text)) {
    if (turn === 0) return { toolCalls: [use("search_web", { query: "tax service" })] };
    if (turn > 1) return { content: "That is all." };
    const found = { source: "s1", passages: [1, 2], why: "names the cause" };
    return { toolCalls: [use("record_finding", found), use("read_page", { url: "no address" })] };
  }
  return {
    content:
      "# Checkout waits for the tax service\n## Cause\n- Checkout is slow because each order asks the tax service 4 times [1:2].\n",
  };
}

test.skipIf(!library.success)(
  "another maker's server, of which nothing is assumed, is enough for a whole run",
  async () => {
    if (!library.success) return;
    const server = new library.data.LLMock({ port: 0 });
    server.on({ predicate: () => true }, answerOf);
    await server.start();
    try {
      const models = { main: "some-model", small: "small-model", other: null };
      const { engine, problems } = await openEngine(
        { url: server.url, apiKey: "none" },
        { models, prices: { "some-model": { input: 0, output: 0 } } },
      );
      const memory = aMemory();
      const { draft } = await runWhole(engine, aBrief(), contextOver(memory, { read: aRead() }));
      expect(problems).toEqual([expect.stringMatching(/^The price of small-model is not known/)]);
      expect(statementsOf(draft)).toMatchObject([
        {
          text: "Checkout is slow because each order asks the tax service 4 times.",
          citations: [{ source: 1, passage: 1 }],
          check: { result: "found", model: { says: "supported" } },
        },
      ]);
      expect(memory.reservedUsd).toBeCloseTo(0, 9);
    } finally {
      await server.stop();
    }
  },
);
