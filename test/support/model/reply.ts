import type Anthropic from "@anthropic-ai/sdk";

import type { ModelFacts } from "./catalogue.ts";
import type { MessageRequest } from "./request.ts";
import { bindingOf, bindsThinking, signed } from "./signature.ts";
import { digest, tokensOf } from "./units.ts";

/** What a brain may say. Ids, callers and signatures are added where they are left out. */
export type ReplyBlock =
  | { type: "text"; text: string; citations?: readonly Anthropic.TextCitation[] | undefined }
  | { type: "thinking"; thinking: string }
  | { type: "redacted_thinking"; data: string }
  | { type: "tool_use"; id?: string; name: string; input: Readonly<Record<string, unknown>> }
  | {
      type: "server_tool_use";
      id?: string;
      name: Anthropic.ServerToolUseBlock["name"];
      input: unknown;
    }
  | Omit<Anthropic.WebSearchToolResultBlock, "caller">
  | Omit<Anthropic.WebFetchToolResultBlock, "caller">;

/** How fast an answer comes, in milliseconds; without it, as fast as it can be written. */
export type Pace = {
  readonly beforeMs?: number | undefined;
  readonly perEventMs?: number | undefined;
  /** While it waits, a ping every so often. */
  readonly pingEveryMs?: number | undefined;
};

export type Reply = {
  readonly content: readonly ReplyBlock[];
  /** Left out: `tool_use` if there is one, else `end_turn`. */
  readonly stop_reason?: Anthropic.StopReason;
  readonly stop_details?: Anthropic.RefusalStopDetails;
  readonly pace?: Pace;
};

/** A block as it is sent, with what it costs. */
export type Said = {
  readonly block: Anthropic.ContentBlock;
  readonly tokens: number;
  /** The beginning of a tool's input, where the answer was cut within it. */
  readonly partialInput?: string;
};

/**
 * Makes a reply what the model would send: with a thought before it when the request lets the model think, and,
 * on models that do so, with the text between tool calls turned into thoughts. Thoughts are signed, and hidden
 * unless the request has them shown.
 */
export function say(reply: Reply, request: MessageRequest, model: ModelFacts): readonly Said[] {
  const mode = request.thinking?.type ?? model.thinking.byDefault;
  const thinks = mode === "adaptive" || mode === "enabled";
  const lastUse = reply.content.findLastIndex(({ type }) => type === "tool_use");
  const hidesText = bindsThinking(model) && mode !== "disabled";
  const content = reply.content.flatMap((block, at): readonly ReplyBlock[] => {
    if (block.type === "text" && hidesText && at < lastUse) {
      return [{ type: "thinking", thinking: block.text }];
    }
    const thought = block.type === "thinking" || block.type === "redacted_thinking";
    return thought && !thinks ? [] : [block];
  });
  const first = content[0]?.type;
  const opening: readonly ReplyBlock[] =
    thinks && content.length > 0 && first !== "thinking" && first !== "redacted_thinking"
      ? [{ type: "thinking", thinking: "What is asked, and what is known of it." }]
      : [];

  const seed = digest(JSON.stringify(request.messages), request.model);
  return [...opening, ...content].map((block, at) => saidOf(block, at, seed, request, model));
}

function saidOf(
  block: ReplyBlock,
  at: number,
  seed: string,
  request: MessageRequest,
  model: ModelFacts,
): Said {
  const tokens = tokensOf(block);
  const id = digest(seed, String(at)).slice(0, 24);
  const caller = { type: "direct" } as const;
  switch (block.type) {
    case "text":
      return {
        tokens,
        block: {
          type: "text",
          text: block.text,
          citations: block.citations ? [...block.citations] : null,
        },
      };
    case "thinking": {
      const thinking = isShown(request, model) ? block.thinking : "";
      const signature = signed(bindingOf(request), thinking);
      return { tokens, block: { type: "thinking", thinking, signature } };
    }
    case "redacted_thinking":
      return { tokens, block };
    case "tool_use":
      return { tokens, block: { id: `toolu_${id}`, ...block, caller } };
    case "server_tool_use":
      return { tokens, block: { id: `srvtoolu_${id}`, ...block, caller } };
    case "web_search_tool_result":
    case "web_fetch_tool_result":
      // Results are input of the model's next step, not its output.
      return { tokens: 0, block: { ...block, caller } };
  }
}

function isShown({ thinking }: MessageRequest, model: ModelFacts): boolean {
  const display = thinking && "display" in thinking ? thinking.display : null;
  return display ? display === "summarized" : model.thinking.shown;
}
