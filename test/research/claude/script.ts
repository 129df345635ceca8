import { openPrompts, type PromptName } from "../../../src/research/claude/prompts.ts";
import type { Planned } from "../../../src/research/claude/phases/planned.ts";
import type { Brain, Call } from "../../support/model/call.ts";
import type { Reply, ReplyBlock } from "../../support/model/reply.ts";
import type { MessageRequest } from "../../support/model/request.ts";

const prompts = openPrompts();

/** Which conversation a request belongs to, by its system prompt. */
export function partOf({ system = [] }: MessageRequest): PromptName | undefined {
  const said = system.map(({ text }) => text).join("\n");
  const names = Object.keys(prompts) as PromptName[];
  return names.find((name) => said === prompts[name].text);
}

/** How many of its answers the conversation holds already. */
export const turnOf = ({ messages }: MessageRequest): number =>
  messages.filter(({ role }) => role === "assistant").length;

export type Player = (request: MessageRequest, turn: number, call: Call) => Reply;

/** A model that plays its parts as a test writes them, and the usual ones otherwise. */
export const scripted =
  (parts: Partial<Record<PromptName, Player>> = {}): Brain =>
  (request, call) => {
    const part = partOf(request);
    const player = part && (parts[part] ?? usual[part]);
    if (!player) throw new Error(`nobody plays ${part ?? "this"}`);
    return player(request, turnOf(request), call);
  };

export const text = (words: string): Reply => ({ content: [{ type: "text", text: words }] });
export const json = (value: unknown): Reply => text(JSON.stringify(value));
export const use = (name: string, input: Readonly<Record<string, unknown>>): ReplyBlock => ({
  type: "tool_use",
  name,
  input,
});
export const tools = (...content: readonly ReplyBlock[]): Reply => ({ content });

/** An answer in which what follows a mark such as `[0:2]` on its line cites that block of that search result. */
export const cited = (request: MessageRequest, words: string): Reply => {
  const results = request.messages
    .flatMap(({ content }) => content)
    .filter((block) => block.type === "search_result");
  const content = words.split(/(?<=\n)/).flatMap((line): ReplyBlock[] => {
    const [, before = "", said = "", marks = ""] =
      /^(- )?(.*?)((?:\[\d+:\d+\])*)\n?$/s.exec(line) ?? [];
    const citations = [...marks.matchAll(/\[(\d+):(\d+)\]/g)].map(([, result, block]) => {
      const [index, start] = [Number(result), Number(block)];
      return {
        type: "search_result_location" as const,
        cited_text: results[index]?.content[start]?.text ?? "",
        source: results[index]?.source ?? "",
        title: results[index]?.title ?? "",
        search_result_index: index,
        start_block_index: start,
        end_block_index: start + 1,
      };
    });
    if (citations.length === 0) return [{ type: "text", text: line }];
    return [
      ...(before === "" ? [] : [{ type: "text" as const, text: before }]),
      { type: "text", text: said, citations },
      { type: "text", text: "\n" },
    ];
  });
  return { content };
};

export const aPart = (overrides: Partial<Planned["subtasks"][number]> = {}) => ({
  title: "Look at the status page",
  objective: "Find out what the status page says about checkout since Monday.",
  boundaries: "Nothing about refunds.",
  effort: "medium" as const,
  reads: ["web" as const],
  given: [],
  queries: ["checkout slow monday"],
  ...overrides,
});

export const aPlan = (overrides: Partial<Planned> = {}): Planned => ({
  question: "Why has checkout been slow since Monday?",
  done_when: ["The cause is named", "The slowness is measured"],
  reuse: false,
  subtasks: [aPart()],
  ...overrides,
});

export const anAnswer = [
  "# Checkout waits for the tax service",
  "## Cause",
  "- Checkout is slow because each order asks the tax service 4 times.[0:1]",
  "- The p95 of checkout rose to 1 s on Monday.[0:0]",
  "## Not covered",
  "- Who moved the tax service.",
  "## Next steps",
  "- Ask the tax team for a cache.",
  "",
].join("\n");

/** What each part does unless a test says otherwise: it plans, searches, reads, records, writes and finds all well. */
const usual: Partial<Record<PromptName, Player>> = {
  clarify: () => json({ clear: true, question: "", options: [], default: "" }),
  scope: () => json({ does: "steer" }),
  plan: () => json(aPlan()),
  gather: (_, turn) => {
    if (turn === 0) return tools(use("search_web", { query: "tax service slow" }));
    if (turn === 1) {
      return tools(
        use("record_finding", { source: "s1", passages: [1, 2], why: "names the cause" }),
        use("read_page", { url: "https://status.example/3" }),
      );
    }
    return text("The cause is named. Nothing was found on who did it.");
  },
  gap: () => json({ complete: true, subtasks: [] }),
  write: (request) => cited(request, anAnswer),
  check: () => json({ verdict: "supported", why: "The passage says so." }),
  repair: () => json({ claims: [] }),
};
