import type Anthropic from "@anthropic-ai/sdk";
import type { Price } from "./setting.ts";

/** When the table was last compared with what the service publishes. Prices move. */
export const pricesOf = "2026-11";

/** What models cost, by the beginning of their id: dated ids cost what the undated ones do. */
const table: Readonly<Record<string, Price & { readonly long?: Price & { above: number } }>> = {
  "claude-opus-5-5": { input: 4, output: 20 },
  "claude-sonnet-5-5": { input: 2, output: 10 },
  "claude-haiku-5-5": {
    input: 0.1,
    output: 0.5,
    // A long prompt costs more from its first token on.
    long: { above: 100_000, input: 0.5, output: 2.5 },
  },
  "claude-haiku-4-5": { input: 1, output: 5 },
  "claude-fable-5-2": { input: 8, output: 40 },
  "claude-fable-5-1": { input: 10, output: 50 },
};

/** A model that is not in the table is taken for as dear as the dearest: a budget must not be broken by a new name. */
const unknown: Price = { input: 10, output: 50 };

/** Of the input's price: what is put into the cache for 5 minutes or an hour, and what is read from it. */
const cache = { write5m: 1.25, write1h: 2, read: 0.1 } as const;

/** What a batch costs of the usual price; searches cost the same in it. */
export const batchShare = 0.5;

/** US dollars for one web search of the service's own. */
export const searchUsd = 10 / 1_000;

const million = 1_000_000;

/** What a model costs for a prompt of so many tokens. */
export type Priced = (model: string, promptTokens: number) => Price;

/** What the operator says goes before the table: a gateway has prices of its own, and a server of one's own has none. */
export const pricedBy =
  (own: Readonly<Record<string, Price>>): Priced =>
  (model, promptTokens) =>
    own[model] ?? listPrice(model, promptTokens);

/** Whether the table knows a model. */
export const isPriced = (model: string): boolean => listPrice(model, 0) !== unknown;

/** By the table. */
export const listPrice: Priced = (model, promptTokens) => {
  const [, found] =
    Object.entries(table).find(([id]) => model === id || model.startsWith(`${id}-`)) ?? [];
  if (found === undefined) return unknown;
  return found.long !== undefined && promptTokens > found.long.above ? found.long : found;
};

/** What a call did cost, in US dollars, by what the service counted. */
export function costUsd(
  model: string,
  usage: Anthropic.Usage,
  { batch = false, price = listPrice }: { batch?: boolean; price?: Priced } = {},
): number {
  const read = usage.cache_read_input_tokens ?? 0;
  const written = usage.cache_creation_input_tokens ?? 0;
  const written1h = usage.cache_creation?.ephemeral_1h_input_tokens ?? 0;
  const written5m = Math.max(0, written - written1h);
  const { input, output } = price(model, usage.input_tokens + read + written);
  const tokens =
    (usage.input_tokens +
      read * cache.read +
      written5m * cache.write5m +
      written1h * cache.write1h) *
      input +
    usage.output_tokens * output;
  const searches = usage.server_tool_use?.web_search_requests ?? 0;
  return (tokens / million) * (batch ? batchShare : 1) + (input > 0 ? searches * searchUsd : 0);
}

/** What a request holds, for the most that it can cost. */
export type Size = {
  /** Tools and system: put into the cache for an hour where a breakpoint says so. */
  readonly frozenTokens: number;
  readonly otherTokens: number;
  readonly cached: boolean;
  readonly outputTokensMax: number;
  readonly searchesMax: number;
};

/** The most that a call can cost, in US dollars: everything is written into the cache, and the answer is as long as it may be. */
export function worstUsd(model: string, size: Size, price: Priced = listPrice): number {
  const { frozenTokens, otherTokens, cached, outputTokensMax, searchesMax } = size;
  // What a search of the service brings is read as input, too.
  const found = searchesMax * tokensPerSearchMax;
  const { input, output } = price(model, frozenTokens + otherTokens + found);
  const tokens = cached
    ? frozenTokens * cache.write1h + (otherTokens + found) * cache.write5m
    : frozenTokens + otherTokens + found;
  const paid = (tokens * input + outputTokensMax * output) / million;
  return paid + (input > 0 ? searchesMax * searchUsd : 0);
}

/** What one search of the service may add to the prompt, in tokens; by experience, as it is nowhere written. */
const tokensPerSearchMax = 25_000;
