import { z } from "zod";
import type { Ask } from "./ask.ts";
import { defineProvider, type SearchProvider } from "./provider.ts";

/** A SearXNG instance of the operator; `baseUrl` may contain a path. It has no parameter for the number of hits. */
export const searxng = (baseUrl: string, ask: Ask): SearchProvider =>
  defineProvider(
    "searxng",
    ask,
    (query) => {
      const url = new URL("search", baseUrl.endsWith("/") ? baseUrl : `${baseUrl}/`);
      url.search = new URLSearchParams({ q: query, format: "json" }).toString();
      return { url };
    },
    z
      .object({
        results: z.array(
          z.object({ url: z.string(), title: z.string().nullish(), content: z.string().nullish() }),
        ),
      })
      .transform(({ results }) =>
        results.map(({ content, ...hit }) => ({ ...hit, snippet: content })),
      ),
    (status) =>
      status === 403
        ? "does not answer in JSON; allow it under search.formats in settings.yml"
        : undefined,
  );
