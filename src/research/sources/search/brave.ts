import { z } from "zod";
import type { Ask } from "./ask.ts";
import { defineProvider, type SearchProvider } from "./provider.ts";

const countMax = 20;

/** Brave Search. An answer without web results has no `web` part. */
export const brave = (baseUrl: string, key: string, ask: Ask): SearchProvider =>
  defineProvider(
    "brave",
    ask,
    (query, max) => {
      const url = new URL("/res/v1/web/search", baseUrl);
      const count = String(Math.min(max, countMax));
      url.search = new URLSearchParams({ q: query, count, extra_snippets: "true" }).toString();
      return { url, headers: { "x-subscription-token": key } };
    },
    Answer,
  );

const Answer = z
  .object({
    web: z
      .object({
        results: z.array(
          z.object({
            url: z.string(),
            title: z.string().nullish(),
            description: z.string().nullish(),
            extra_snippets: z.array(z.string()).nullish(),
          }),
        ),
      })
      .nullish(),
  })
  .transform(({ web }) =>
    (web?.results ?? []).map(({ url, title, description, extra_snippets: extra }) => ({
      url,
      title,
      snippet: [description ?? "", ...(extra ?? [])].join(" "),
    })),
  );
