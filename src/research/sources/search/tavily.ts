import { z } from "zod";
import type { Ask } from "./ask.ts";
import { defineProvider, type SearchProvider } from "./provider.ts";

const resultsMax = 20;

/** Tavily; `content` is what it found relevant on the page. */
export const tavily = (baseUrl: string, key: string, ask: Ask): SearchProvider =>
  defineProvider(
    "tavily",
    ask,
    (query, max) => ({
      url: new URL("/search", baseUrl),
      headers: { authorization: `Bearer ${key}` },
      body: { query, max_results: Math.min(max, resultsMax), search_depth: "basic" },
    }),
    z
      .object({
        results: z.array(
          z.object({ url: z.string(), title: z.string().nullish(), content: z.string().nullish() }),
        ),
      })
      .transform(({ results }) =>
        results.map(({ content, ...hit }) => ({ ...hit, snippet: content })),
      ),
  );
