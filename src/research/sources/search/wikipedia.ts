import { z } from "zod";
import type { Ask } from "./ask.ts";
import { defineProvider, type SearchProvider } from "./provider.ts";

/** Wikipedia's own search: no key needed. The articles themselves are then read as ordinary pages. */
export function wikipedia(baseUrl: string, ask: Ask): SearchProvider {
  const provider = defineProvider(
    "wikipedia",
    ask,
    (query, max) => {
      const url = new URL("/w/api.php", baseUrl);
      url.search = new URLSearchParams({
        action: "query",
        list: "search",
        format: "json",
        formatversion: "2",
        srlimit: String(max),
        srsearch: query,
      }).toString();
      return { url };
    },
    answerOf(baseUrl),
  );
  return {
    id: provider.id,
    async search(query, options) {
      // Its search wants every word; a whole question mostly needs a second try with any of its words.
      const first = await provider.search(query, options);
      const words = keywords(query);
      if (!first.ok || first.hits.length > 0 || words.length < 2) return first;
      return provider.search(words.join(" OR "), options);
    },
  };
}

const answerOf = (baseUrl: string) =>
  z
    .object({
      query: z.object({ search: z.array(z.object({ title: z.string(), snippet: z.string() })) }),
    })
    .transform(({ query }) =>
      query.search.map(({ title, snippet }) => ({
        url: new URL(`/wiki/${encodeURIComponent(title.replaceAll(" ", "_"))}`, baseUrl).href,
        title,
        snippet,
      })),
    );

const keywordsMax = 8;

const keywords = (query: string): string[] =>
  [...new Set(query.toLowerCase().match(/[\p{L}\p{N}][\p{L}\p{N}'-]{2,}/gu))]
    .filter((word) => !fillers.has(word))
    .slice(0, keywordsMax);

const fillers = new Set(
  (
    "the and for are was were has have had how what which who whom whose when where why does did can could should " +
    "would will with from into about between this that these those there their its our your they them than then " +
    "not but any all some most more much many please find compare summarize"
  ).split(" "),
);
