import type Anthropic from "@anthropic-ai/sdk";
import { z } from "zod";
import type { EngineContext } from "../../engine.ts";
import { Capabilities } from "../capabilities.ts";
import type { Params } from "../client.ts";
import type { Means } from "../means.ts";
import type { PromptName } from "../prompts.ts";

/** JSON that is kept as it is and sent as it was made. */
const json = <Value extends object>() =>
  z.custom<Value>((value) => typeof value === "object" && value !== null);

/**
 * All that a conversation is asked with besides what is said in it. It is stored before the first call: a model's thoughts
 * are bound to exactly this, and a deploy in between must not change what a repeat sends.
 */
export const Frozen = z.object({
  model: z.string(),
  /** Which text the system prompt is. */
  prompt: z.object({ name: z.string(), version: z.int(), hash: z.string() }),
  system: z.string(),
  tools: z.array(json<Anthropic.ToolUnion>()).readonly(),
  /** The JSON Schema that the answer must fit; null: it is free. */
  format: json<{ [key: string]: unknown }>().nullable(),
  opening: z.array(json<Anthropic.ContentBlockParam>()).min(1).readonly(),
  maxTokens: z.int().positive(),
  /** How long a conversation with tools may go on: turns of the model, calls that read, and seconds of work. */
  limits: z.object({
    turns: z.int().positive(),
    reads: z.int().nonnegative(),
    seconds: z.number().positive(),
  }),
  effort: z.enum(["off", "low", "medium", "high"]),
  can: Capabilities,
});
export type Frozen = Readonly<z.infer<typeof Frozen>>;

/** What holds for every conversation with tools unless it begins otherwise. */
export const talkLimits: Frozen["limits"] = { turns: 8, reads: 10, seconds: 240 };

/** What a conversation is begun with. */
export type Beginning = {
  readonly name: string;
  readonly model: string;
  readonly prompt: PromptName;
  readonly tools?: readonly Anthropic.ToolUnion[];
  readonly format?: { [key: string]: unknown };
  /** Makes the first message; asked only once, and not again after a restart. */
  readonly open: () => Promise<readonly Anthropic.ContentBlockParam[]>;
  /** Output tokens of one answer, thoughts included. */
  readonly maxTokens: number;
  readonly limits?: Frozen["limits"];
  /** How much to think; `off` only where there is nothing to think about. */
  readonly effort: Frozen["effort"];
};

/** Freezes a conversation, or finds it frozen. */
export const freeze = (
  { name, model, prompt, tools = [], format, open, maxTokens, limits, effort }: Beginning,
  { can, prompts }: Means,
  { remember }: EngineContext,
): Promise<Frozen> =>
  remember(`${name}:frozen`, Frozen, async () => {
    const { text: system, version, hash } = prompts[prompt];
    return {
      model,
      prompt: { name: prompt, version, hash },
      system,
      tools: [...tools],
      format: format ?? null,
      opening: [...(await open())],
      maxTokens,
      limits: limits ?? talkLimits,
      effort,
      can: can(model),
    };
  });

/** What is sent: the frozen part, and the messages so far. The same messages make the same bytes. */
export function paramsOf(
  frozen: Frozen,
  messages: readonly Anthropic.MessageParam[],
  { maxTokens = frozen.maxTokens }: { maxTokens?: number } = {},
): Params {
  const { model, system, tools, can } = frozen;
  const cached = can.cacheControl && tools.length > 0;
  const output = outputOf(frozen);
  return {
    model,
    max_tokens: maxTokens,
    system: cached
      ? [{ type: "text", text: system, cache_control: { type: "ephemeral", ttl: "1h" } }]
      : [{ type: "text", text: system }],
    ...(tools.length > 0 && { tools: [...tools] }),
    // The breakpoint that moves along with the conversation.
    ...(cached && { cache_control: { type: "ephemeral" } }),
    ...thinkingOf(frozen),
    ...(output && { output_config: output }),
    messages: [...messages],
  };
}

function thinkingOf({ can, effort }: Frozen): Pick<Params, "thinking"> {
  if (effort === "off" && can.thinkingOff) return { thinking: { type: "disabled" } };
  return can.thinking ? { thinking: { type: "adaptive", display: "summarized" } } : {};
}

function outputOf({ can, effort, format }: Frozen): Params["output_config"] | undefined {
  const output = {
    ...(can.thinking && { effort: effort === "off" ? ("low" as const) : effort }),
    ...(format !== null &&
      can.structuredOutputs && { format: { type: "json_schema" as const, schema: format } }),
  };
  return Object.keys(output).length > 0 ? output : undefined;
}
