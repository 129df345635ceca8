import type Anthropic from "@anthropic-ai/sdk";

import type { CacheUse } from "./cache.ts";
import type { ModelFacts } from "./catalogue.ts";
import type { Fault } from "./fault.ts";
import { say, type Reply, type Said } from "./reply.ts";
import type { MessageRequest } from "./request.ts";

/** An answer, worked out and counted, before any of it is sent. */
export type Answer = {
  readonly said: readonly Said[];
  readonly stopReason: Anthropic.StopReason;
  readonly stopDetails: Anthropic.RefusalStopDetails | null;
  readonly usage: Anthropic.Usage;
};

type Stop = Extract<Fault, { kind: "stop" }>;

/** Turns a reply into an answer: the ending that a fault orders, the limits of the request and of the model, and the usage. */
export function answerOf(
  reply: Reply,
  request: MessageRequest,
  given: {
    readonly model: ModelFacts;
    readonly cache: CacheUse;
    readonly stop: Stop | undefined;
    readonly batch: boolean;
  },
): Answer {
  const { model, cache, stop } = given;
  const whole = say(stop ? ended(reply, stop) : reply, request, model);
  const uses = whole.some(({ block }) => block.type === "tool_use");
  const prompt = cache.read + cache.written["5m"] + cache.written["1h"] + cache.uncached;
  const room = model.contextTokensMax - prompt;
  const limits = [
    { tokens: request.max_tokens, reason: "max_tokens" },
    { tokens: room, reason: "model_context_window_exceeded" },
    ...(stop && truncates(stop)
      ? [{ tokens: stop.tokens ?? Math.ceil(tokensIn(whole) / 2), reason: stop.reason }]
      : []),
  ] as const;
  const limit = limits.toSorted((one, other) => one.tokens - other.tokens)[0];
  const isCut = limit !== undefined && tokensIn(whole) > limit.tokens;
  const said = isCut ? truncated(whole, limit.tokens) : whole;
  const natural = stop?.reason ?? reply.stop_reason ?? (uses ? "tool_use" : "end_turn");
  const stopReason = isCut || request.max_tokens === 0 ? (limit?.reason ?? natural) : natural;
  return {
    said,
    stopReason,
    stopDetails: stopReason === "refusal" ? detailsOf(reply, stop) : null,
    usage: usageOf(said, cache, given.batch),
  };
}

/** The message as it is sent in one piece. */
export function messageOf(
  { said, stopReason, stopDetails, usage }: Answer,
  { id, model }: { readonly id: string; readonly model: string },
): Anthropic.Message {
  return {
    id,
    type: "message",
    role: "assistant",
    model,
    content: said.map(({ block, partialInput }) =>
      block.type === "tool_use" && partialInput !== undefined ? { ...block, input: {} } : block,
    ),
    stop_reason: stopReason,
    stop_sequence: null,
    stop_details: stopDetails,
    container: null,
    diagnostics: null,
    usage,
  };
}

const truncates = ({ reason }: Stop): boolean =>
  reason === "max_tokens" || reason === "model_context_window_exceeded";

/** A paused turn has no call of the client's in it; a refused one ends where the model would not go on. */
function ended(reply: Reply, { reason, blocks }: Stop): Reply {
  if (reason === "refusal") return { ...reply, content: reply.content.slice(0, blocks ?? 0) };
  if (reason !== "pause_turn") return reply;
  const open = reply.content.filter(({ type }) => type !== "tool_use").slice(0, blocks ?? 1);
  return { ...reply, content: open.length > 0 ? open : [{ type: "text", text: "Still at it." }] };
}

const detailsOf = (reply: Reply, stop: Stop | undefined): Anthropic.RefusalStopDetails =>
  reply.stop_details ?? {
    type: "refusal",
    category: stop?.category ?? null,
    explanation: stop?.explanation ?? null,
  };

/** Cuts an answer after so many tokens, within a text, or within the input of a tool call. */
function truncated(whole: readonly Said[], tokensMax: number): readonly Said[] {
  const kept: Said[] = [];
  let left = tokensMax;
  for (const said of whole) {
    if (said.tokens <= left) {
      kept.push(said);
      left -= said.tokens;
      continue;
    }
    const part = left > 0 ? partOf(said, left) : null;
    if (part) kept.push(part);
    return kept;
  }
  return kept;
}

function partOf({ block }: Said, tokens: number): Said | null {
  if (block.type === "text") {
    const text = block.text.slice(0, tokens * 4).replace(/[\uD800-\uDBFF]$/, "");
    return { tokens, block: { ...block, text } };
  }
  if (block.type !== "tool_use") return null;
  return { tokens, block, partialInput: JSON.stringify(block.input).slice(0, tokens * 2) };
}

const tokensIn = (said: readonly Said[]): number =>
  said.reduce((sum, { tokens }) => sum + tokens, 0);

function usageOf(said: readonly Said[], cache: CacheUse, batch: boolean): Anthropic.Usage {
  const thinking = tokensIn(said.filter(({ block }) => block.type === "thinking"));
  const uses = said.flatMap(({ block }) => (block.type === "server_tool_use" ? [block.name] : []));
  return {
    input_tokens: cache.uncached,
    cache_creation_input_tokens: cache.written["5m"] + cache.written["1h"],
    cache_read_input_tokens: cache.read,
    cache_creation: {
      ephemeral_5m_input_tokens: cache.written["5m"],
      ephemeral_1h_input_tokens: cache.written["1h"],
    },
    output_tokens: tokensIn(said),
    output_tokens_details: thinking > 0 ? { thinking_tokens: thinking } : null,
    server_tool_use:
      uses.length > 0
        ? {
            web_search_requests: uses.filter((name) => name === "web_search").length,
            web_fetch_requests: uses.filter((name) => name === "web_fetch").length,
          }
        : null,
    service_tier: batch ? "batch" : "standard",
    inference_geo: null,
    speed: "standard",
  };
}
