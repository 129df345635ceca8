import type Anthropic from "@anthropic-ai/sdk";

import { messageOf, type Answer } from "./answer.ts";
import type { Said } from "./reply.ts";

/** One event of a stream, and how many tokens of the answer the caller has when it arrives. */
export type StreamEvent = {
  readonly data: Anthropic.RawMessageStreamEvent | { readonly type: "ping" };
  readonly tokens: number;
};

const textPiece = 24;
const jsonPiece = 16;

/** The whole stream of an answer: the opening with the prompt's usage, each block in pieces, the ending with its reason. */
export function eventsOf(
  answer: Answer,
  about: { readonly id: string; readonly model: string },
): readonly StreamEvent[] {
  const message = messageOf(answer, about);
  const events: StreamEvent[] = [{ data: opening(message), tokens: 1 }];
  let before = 0;
  for (const [index, said] of answer.said.entries()) {
    const pieces = piecesOf(said, index);
    for (const [n, data] of pieces.entries()) {
      const tokens = before + Math.ceil((said.tokens * (n + 1)) / pieces.length);
      events.push({ data, tokens: Math.max(1, tokens) });
      if (index === 0 && n === 0) events.push({ data: { type: "ping" }, tokens: 1 });
    }
    before += said.tokens;
  }
  const tokens = answer.usage.output_tokens;
  return [
    ...events,
    { data: closing(message), tokens },
    { data: { type: "message_stop" }, tokens },
  ];
}

export const asText = (data: { readonly type: string }): string =>
  `event: ${data.type}\ndata: ${JSON.stringify(data)}\n\n`;

const opening = (message: Anthropic.Message): Anthropic.RawMessageStartEvent => ({
  type: "message_start",
  message: {
    ...message,
    content: [],
    stop_reason: null,
    stop_details: null,
    usage: { ...message.usage, output_tokens: 1, output_tokens_details: null },
  },
});

const closing = (message: Anthropic.Message): Anthropic.RawMessageDeltaEvent => ({
  type: "message_delta",
  delta: {
    stop_reason: message.stop_reason,
    stop_sequence: message.stop_sequence,
    stop_details: message.stop_details,
    container: message.container,
  },
  usage: {
    input_tokens: message.usage.input_tokens,
    cache_creation_input_tokens: message.usage.cache_creation_input_tokens,
    cache_read_input_tokens: message.usage.cache_read_input_tokens,
    output_tokens: message.usage.output_tokens,
    output_tokens_details: message.usage.output_tokens_details,
    server_tool_use: message.usage.server_tool_use,
  },
});

function piecesOf(said: Said, index: number): readonly Anthropic.RawMessageStreamEvent[] {
  return [
    { type: "content_block_start", index, content_block: emptied(said.block) },
    ...deltasOf(said).map((delta) => ({ type: "content_block_delta" as const, index, delta })),
    { type: "content_block_stop", index },
  ];
}

function emptied(block: Anthropic.ContentBlock): Anthropic.ContentBlock {
  if (block.type === "text") {
    return { type: "text", text: "", citations: block.citations ? [] : null };
  }
  if (block.type === "thinking") return { type: "thinking", thinking: "", signature: "" };
  if (block.type === "tool_use" || block.type === "server_tool_use") return { ...block, input: {} };
  return block; // Results of the service's own tools come in one piece.
}

function deltasOf({ block, partialInput }: Said): readonly Anthropic.RawContentBlockDelta[] {
  if (block.type === "text") {
    const texts = split(block.text, textPiece);
    return [
      ...texts.map((text) => ({ type: "text_delta" as const, text })),
      ...(block.citations ?? []).map((citation) => ({
        type: "citations_delta" as const,
        citation,
      })),
    ];
  }
  if (block.type === "thinking") {
    const thoughts = split(block.thinking, textPiece);
    return [
      ...thoughts.map((thinking) => ({ type: "thinking_delta" as const, thinking })),
      { type: "signature_delta", signature: block.signature },
    ];
  }
  if (block.type === "tool_use" || block.type === "server_tool_use") {
    const json = partialInput ?? JSON.stringify(block.input);
    return ["", ...split(json, jsonPiece)].map((partial) => ({
      type: "input_json_delta" as const,
      partial_json: partial,
    }));
  }
  return [];
}

/** Pieces of so many characters; none of them ends within one. */
const split = (text: string, size: number): readonly string[] =>
  text.match(new RegExp(`[\\s\\S]{1,${size}}`, "gu")) ?? [];
