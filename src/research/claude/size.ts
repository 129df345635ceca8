import type { Params } from "./client.ts";
import type { Size } from "./prices.ts";

/**
 * Fewest bytes of UTF-8 that make a token, by experience with prose, code and tables in many scripts: English has about
 * four, Chinese about three. Only long runs of digits come near two.
 */
const bytesPerTokenMin = 2;

/** What the service adds to a prompt by itself (how tools are to be called), in tokens. */
const addedTokens = 1_000;

/** How large a request is at most. Nothing is asked for this. */
export function sizeOf(params: Params): Size {
  const { system = [], tools = [], messages } = params;
  const frozenTokens = tokensMax(system) + tokensMax(tools) + addedTokens;
  return {
    frozenTokens,
    otherTokens: tokensMax(messages) + tokensMax(params.output_config?.format ?? ""),
    cached: params.cache_control !== undefined,
    outputTokensMax: params.max_tokens,
    searchesMax: tools.reduce(
      (sum, tool) => sum + ("max_uses" in tool ? (tool.max_uses ?? searchesUnbounded) : 0),
      0,
    ),
  };
}

/** A search tool without a limit of its own may be used about so often in one request. */
const searchesUnbounded = 10;

const tokensMax = (part: unknown): number =>
  Math.ceil(Buffer.byteLength(JSON.stringify(part)) / bytesPerTokenMin);
