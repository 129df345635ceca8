import { expect, test } from "vitest";
import { statementsOf } from "../../../src/domain/draft.ts";
import {
  type Capabilities,
  capabilityNames,
  parseCapabilities,
} from "../../../src/research/claude/capabilities.ts";
import type { MessageRequest } from "../../support/model/request.ts";
import { startModel } from "../../support/model/server.ts";
import { aBrief, aRead, openEngine } from "./ground.ts";
import { aMemory, contextOver } from "./memory.ts";
import { runWhole } from "./run.ts";
import { anAnswer, cited, json, scripted, text, tools, use } from "./script.ts";

/** The usual answer, with marks for those who have no citations: they count from one. */
const marked = anAnswer.replace(
  /\[(\d+):(\d+)\]/g,
  (_, piece, passage) => ` [${Number(piece) + 1}:${Number(passage) + 1}]`,
);

const isCitable = ({ messages }: MessageRequest): boolean =>
  messages.some(({ content }) => content.some(({ type }) => type === "search_result"));

/** A whole run with a note on its way, against an endpoint that lacks something. */
async function runWithout(capabilities: Partial<Capabilities>) {
  const memory = aMemory();
  await using model = await startModel({
    brain: scripted({
      gather: (_, turn) => {
        if (turn === 0) memory.notes.push("Mind the mobile app.");
        if (turn > 1) return text("That is all.");
        return turn === 0
          ? tools(use("search_web", { query: "tax service slow" }))
          : tools(use("record_finding", { source: "s1", passages: [1, 2], why: "the cause" }));
      },
      write: (request) => (isCitable(request) ? cited(request, anAnswer) : text(marked)),
      // Whoever is not held to a shape puts words around it.
      check: ({ output_config }) =>
        output_config?.format
          ? json({ verdict: "supported", why: "It says so." })
          : text('Here you are:\n```json\n{"verdict": "supported", "why": "It says so."}\n```'),
    }),
  });
  const { engine, problems } = await openEngine(model, { capabilities });
  const ran = await runWhole(engine, aBrief(), contextOver(memory, { read: aRead() }));
  // Where there are no system messages, a note can only stand behind the results: allowed, if not liked.
  const liked = capabilities.midConversationSystem === false ? "text_after_results" : "";
  expect(model.breaches.filter(({ kind }) => kind !== liked)).toEqual([]);
  const sent = model.requests.map(({ request }) => request);
  return { ...ran, problems, sent: JSON.stringify(sent), requests: sent };
}

/** By what one knows in the requests that an endpoint is asked for something. */
const signs: Partial<Record<keyof Capabilities, RegExp>> = {
  citations: /"citations":\{"enabled":true\}/,
  structuredOutputs: /"json_schema"|"strict":true/,
  midConversationSystem: /"role":"system"/,
  thinking: /"adaptive"|"output_config":\{"effort"/,
  thinkingOff: /"thinking":\{"type":"disabled"\}/,
  cacheControl: /"cache_control"/,
};

test("an endpoint that can do everything is asked for everything", async () => {
  const { sent } = await runWithout({});
  for (const sign of Object.values(signs)) expect(sent).toMatch(sign);
});

test.each(capabilityNames)(
  "without %s a run comes to the same draft, in a plain way",
  async (name) => {
    const { draft, sent, requests } = await runWithout({ [name]: false });
    const asked = signs[name]?.test(sent) ?? false;
    expect(asked).toBe(false);
    expect(statementsOf(draft).map((one) => [one.text, one.citations.length, one.check])).toEqual([
      [
        "Checkout is slow because each order asks the tax service 4 times.",
        1,
        { result: "found", overlap: 1, model: { says: "supported", why: "It says so." } },
      ],
      [
        "The p95 of checkout rose to 1 s on Monday.",
        1,
        { result: "found", overlap: 1, model: { says: "supported", why: "It says so." } },
      ],
    ]);
    // The note was heard, whichever way it had to be said.
    expect(JSON.stringify(requests.map(({ messages }) => messages))).toContain(
      "Mind the mobile app.",
    );
  },
);

test("an endpoint that can do nothing but answer is enough", async () => {
  const { draft, sent } = await runWithout(parseCapabilities("none") ?? {});
  for (const sign of Object.values(signs)) expect(sent).not.toMatch(sign);
  expect(draft.method).toContain("2 of 2 claims verified");
});

test("a web search that the endpoint does not have is told when we start", async () => {
  await using model = await startModel({ brain: scripted() });
  const { problems } = await openEngine(model, {
    serverSearch: true,
    capabilities: { serverWebSearch: false },
  });
  expect(problems).toEqual([
    "LEGWORK_SEARCH=anthropic asks for a web search that this endpoint does not have.",
  ]);
});

test("what an endpoint can do is said in names, and a wrong one is refused", () => {
  expect(parseCapabilities("none, citations")).toMatchObject({ citations: true, thinking: false });
  expect(parseCapabilities("all,-batches")).toMatchObject({ citations: true, batches: false });
  expect(parseCapabilities("citatoins")).toBeUndefined();
});
