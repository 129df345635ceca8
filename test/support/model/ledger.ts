import type Anthropic from "@anthropic-ai/sdk";
import { z } from "zod";

import type { Price, Prices } from "./catalogue.ts";

/** One call of `POST /v1/messages`, or one request of a batch. */
export const Entry = z.object({
  number: z.int(),
  requestId: z.string(),
  /** SHA-256 of the body as it came, without `stream`: the same request has the same hash, streamed or not. */
  hash: z.string(),
  conversation: z.string().nullable(),
  model: z.string(),
  batch: z.boolean(),
  /**
   * What became of it. `answered`: sent in full. `refused`: sent in full, and the model would not. `cut`: it began,
   * or was worked out, and did not reach the caller in full. `error`: a status or an error event instead.
   */
  outcome: z.enum(["answered", "refused", "cut", "error"]),
  stopReason: z.custom<Anthropic.StopReason>().nullable(),
  /** The status that was sent, 0 if none was. */
  status: z.int(),
  error: z.string().nullable(),
  usage: z.custom<Anthropic.Usage>().nullable(),
  dollars: z.number(),
});
export type Entry = z.infer<typeof Entry>;

export const Bill = z.object({
  calls: z.int(),
  dollars: z.number(),
  /** Dollars for calls that did not reach the caller in full. */
  lost: z.number(),
  /** Calls that cost something although the very same request had cost something before. */
  repeated: z.int(),
  inputTokens: z.int(),
  cacheWriteTokens: z.int(),
  cacheReadTokens: z.int(),
  outputTokens: z.int(),
  webSearches: z.int(),
  dollarsByModel: z.record(z.string(), z.number()),
});
export type Bill = z.infer<typeof Bill>;

const perMillion = 1_000_000;
const cacheWrite = { "5m": 1.25, "1h": 2 };
const cacheRead = 0.1;
const batchShare = 0.5;
const dollarsPerSearch = 0.01;

/** What a usage costs: cache writes 1.25 or 2 times the input price, reads a tenth, a batch half; searches cost the same in both. */
export function dollarsOf(usage: Anthropic.Usage, price: Price, batch = false): number {
  const read = usage.cache_read_input_tokens ?? 0;
  const created = usage.cache_creation;
  const short = created?.ephemeral_5m_input_tokens ?? 0;
  const long = created?.ephemeral_1h_input_tokens ?? 0;
  const prompt = usage.input_tokens + read + short + long;
  const { input, output } = price.long && prompt > price.long.aboveTokens ? price.long : price;
  const tokens =
    (usage.input_tokens + short * cacheWrite["5m"] + long * cacheWrite["1h"] + read * cacheRead) *
      input +
    usage.output_tokens * output;
  const searches = (usage.server_tool_use?.web_search_requests ?? 0) * dollarsPerSearch;
  return (tokens / perMillion) * (batch ? batchShare : 1) + searches;
}

/** The price of a model. A model without one is a mistake of the test, and said so. */
export function priceOf(prices: Prices, model: string): Price {
  const price = prices[model];
  if (!price) throw new Error(`no price for ${model}: give one in the option "prices"`);
  return price;
}

export function billOf(ledger: readonly Entry[]): Bill {
  const sum = (count: (usage: Anthropic.Usage) => number | null | undefined) =>
    ledger.reduce((total, { usage }) => total + ((usage && count(usage)) ?? 0), 0);
  const paid = ledger.filter(({ dollars }) => dollars > 0);
  const byModel = Map.groupBy(paid, ({ model }) => model);
  return {
    calls: ledger.length,
    dollars: totalOf(paid),
    lost: totalOf(paid.filter(({ outcome }) => outcome === "cut" || outcome === "error")),
    repeated: paid.length - new Set(paid.map(({ hash }) => hash)).size,
    inputTokens: sum((usage) => usage.input_tokens),
    cacheWriteTokens: sum((usage) => usage.cache_creation_input_tokens),
    cacheReadTokens: sum((usage) => usage.cache_read_input_tokens),
    outputTokens: sum((usage) => usage.output_tokens),
    webSearches: sum((usage) => usage.server_tool_use?.web_search_requests),
    dollarsByModel: Object.fromEntries(
      [...byModel].map(([model, entries]) => [model, totalOf(entries)]),
    ),
  };
}

const totalOf = (entries: readonly Entry[]): number =>
  entries.reduce((total, { dollars }) => total + dollars, 0);
