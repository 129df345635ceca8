import type { ModelFacts } from "./catalogue.ts";
import type { MessageRequest } from "./request.ts";
import { digest, unitsOf, type Ttl } from "./units.ts";

/** How a prompt's tokens are divided: read from the cache, written to it, or neither. */
export type CacheUse = {
  readonly read: number;
  readonly written: Readonly<Record<Ttl, number>>;
  readonly uncached: number;
  /** To be called when the answer begins: only then can others read what was written. */
  readonly begin: () => void;
};

/** A breakpoint also finds what an earlier request wrote up to so many blocks before it. */
const lookbackUnits = 20;

const lifetimeMs: Readonly<Record<Ttl, number>> = { "5m": 300_000, "1h": 3_600_000 };

export type PromptCache = ReturnType<typeof openPromptCache>;

/** The prompt cache: entries are prefixes of prompts, kept for their ttl from the last time they were used. */
export function openPromptCache(now: () => Date) {
  const entries = new Map<string, { readonly ttl: Ttl; until: number }>();
  const isLive = (key: string | undefined): boolean =>
    key !== undefined && (entries.get(key)?.until ?? 0) > now().getTime();

  return {
    use(request: MessageRequest, model: ModelFacts): CacheUse {
      const prefixes = prefixesOf(request);
      const total = prefixes.at(-1)?.tokens ?? 0;
      const points = prefixes
        .map((prefix, at) => ({ ...prefix, at }))
        .filter(({ ttl, tokens }) => ttl !== null && tokens >= model.cacheTokensMin);
      const hit = points
        .toReversed()
        .flatMap(({ at }) => prefixes.slice(Math.max(0, at - lookbackUnits), at + 1).toReversed())
        .find(({ key }) => isLive(key));
      const read = hit?.tokens ?? 0;
      const written = { "5m": 0, "1h": 0 };
      let upTo = read;
      for (const { ttl, tokens } of points) {
        if (ttl === null || tokens <= upTo) continue;
        written[ttl] += tokens - upTo;
        upTo = tokens;
      }
      const begin = () => {
        const at = now().getTime();
        const kept = hit && entries.get(hit.key);
        if (kept) kept.until = at + lifetimeMs[kept.ttl];
        for (const { key, ttl } of points) {
          if (ttl && !isLive(key)) entries.set(key, { ttl, until: at + lifetimeMs[ttl] });
        }
      };
      return { read, written, uncached: total - upTo, begin };
    },
  };
}

type Prefix = { readonly key: string; readonly tokens: number; readonly ttl: Ttl | null };

function prefixesOf(request: MessageRequest): readonly Prefix[] {
  const units = unitsOf(request);
  const control = request.cache_control;
  const prefixes: Prefix[] = [];
  let key = request.model;
  let tokens = 0;
  for (const [at, unit] of units.entries()) {
    key = digest(key, unit.place, unit.text);
    tokens += unit.tokens;
    // The request's own breakpoint stands on its last block.
    const automatic = control && at === units.length - 1 ? (control.ttl ?? "5m") : null;
    prefixes.push({ key, tokens, ttl: unit.marks.at(-1) ?? automatic });
  }
  return prefixes;
}
