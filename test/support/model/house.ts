import type { Breach } from "./breach.ts";
import { openPromptCache } from "./cache.ts";
import type { Brain } from "./call.ts";
import { catalogue, listPrices, type ModelFacts, type Prices } from "./catalogue.ts";
import { openConversations } from "./conversations.ts";
import type { Entry } from "./ledger.ts";
import type { MessageRequest } from "./request.ts";
import { chanceFrom, openScript } from "./script.ts";

/** A request as it arrived, after its shape was found good. */
export type Seen = {
  readonly requestId: string;
  readonly request: MessageRequest;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
};

export type ModelOptions = {
  readonly brain: Brain;
  /** What must come as `x-api-key` or as bearer token. */
  readonly apiKey?: string | undefined;
  /** Whether a breach of a conversation is answered with 400; true, unless said otherwise. */
  readonly strict?: boolean | undefined;
  readonly prices?: Prices | undefined;
  readonly models?: readonly ModelFacts[] | undefined;
  /** For faults that strike by chance. */
  readonly seed?: number | undefined;
  /** For the lives of cache entries and the dates of batches. */
  readonly now?: (() => Date) | undefined;
  /** Batches wait for `endBatches()`. */
  readonly holdBatches?: boolean | undefined;
};

/** What it must be when nothing else was said. */
export const defaultApiKey = "sk-ant-stand-in";

/** Newer requests push older ones out of the list. */
export const requestsKeptMax = 1_000;

/** All that the calls share. */
export type House = ReturnType<typeof openHouse>;

export function openHouse(options: ModelOptions) {
  const { now = () => new Date() } = options;
  const counts = { calls: 0, ids: 0 };
  const nextId = (prefix: string) => {
    counts.ids += 1;
    return `${prefix}_${String(counts.ids).padStart(8, "0")}`;
  };
  const requests: Seen[] = [];
  return {
    apiKey: options.apiKey ?? defaultApiKey,
    strict: options.strict ?? true,
    prices: options.prices ?? listPrices,
    models: options.models ?? catalogue,
    holdBatches: options.holdBatches ?? false,
    now,
    nextId,
    /** The number of the call that comes now. */
    count: () => {
      counts.calls += 1;
      return counts.calls - 1;
    },
    brain: options.brain,
    cache: openPromptCache(now),
    conversations: openConversations(() => nextId("conv")),
    script: openScript(chanceFrom(options.seed ?? 1)),
    ledger: [] as Entry[],
    breaches: [] as Breach[],
    requests,
    see: (seen: Seen) => {
      requests.push(seen);
      if (requests.length > requestsKeptMax) requests.shift();
    },
    /** Aborted when the house closes. */
    closing: new AbortController(),
  };
}
