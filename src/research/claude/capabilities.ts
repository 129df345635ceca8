import type Anthropic from "@anthropic-ai/sdk";
import { z } from "zod";

/**
 * What an endpoint can do with a model. Where something is missing there is a plain way instead: JSON is asked for in words,
 * citations come as marks in the text, notes as a person's words.
 */
export const Capabilities = z.object({
  serverWebSearch: z.boolean(),
  citations: z.boolean(),
  structuredOutputs: z.boolean(),
  countTokens: z.boolean(),
  batches: z.boolean(),
  /** Messages with the role `system` within a conversation. */
  midConversationSystem: z.boolean(),
  /** `adaptive` thinking, shown in summaries, and how much effort to make. */
  thinking: z.boolean(),
  /** Thinking may be switched off, for small work. */
  thinkingOff: z.boolean(),
  cacheControl: z.boolean(),
});
export type Capabilities = Readonly<z.infer<typeof Capabilities>>;

export const capabilityNames = z.keyof(Capabilities).options;

const all = (value: boolean): Capabilities => ({
  serverWebSearch: value,
  citations: value,
  structuredOutputs: value,
  countTokens: value,
  batches: value,
  midConversationSystem: value,
  thinking: value,
  thinkingOff: false,
  cacheControl: value,
});

/**
 * What is taken for true before anybody was asked: Anthropic's own endpoint can do everything, of others (gateways, local
 * servers) nothing is assumed but the Messages API itself.
 */
export const assumedOf = (baseUrl: string, model: string): Capabilities =>
  URL.parse(baseUrl)?.hostname === ownHost
    ? { ...all(true), thinkingOff: model.includes("haiku") }
    : all(false);

const ownHost = "api.anthropic.com";

/** What the endpoint says itself of a model; undefined where it says nothing. */
export function toldBy({ capabilities: told }: Anthropic.ModelInfo): Capabilities | undefined {
  if (told === null || told === undefined) return undefined;
  const { types } = told.thinking;
  const adaptive = types.adaptive.supported;
  return {
    serverWebSearch: told.server_tools.web_search.supported,
    citations: told.citations.supported,
    structuredOutputs: told.structured_outputs.supported,
    countTokens: true,
    batches: told.batch.supported,
    // The generation that thinks adaptively is the one that takes system messages anywhere.
    midConversationSystem: adaptive,
    thinking: adaptive && told.effort.supported,
    thinkingOff: types.disabled.supported,
    cacheControl: true,
  };
}

/** What the operator says goes before all else: `citations,-thinking`, `none`, `all`. Undefined where a word is unknown. */
export function parseCapabilities(text: string): Partial<Capabilities> | undefined {
  let set: Partial<Capabilities> = {};
  for (const word of text.split(",").map((part) => part.trim())) {
    if (word === "none" || word === "all") {
      set = { ...set, ...all(word === "all") };
      continue;
    }
    const name = capabilityNames.find((each) => each === word.replace(/^-/, ""));
    if (name === undefined) return undefined;
    set = { ...set, [name]: !word.startsWith("-") };
  }
  return set;
}
