import { z } from "zod";
import type { Ask } from "./ask.ts";
import { defineProvider, type SearchProvider } from "./provider.ts";

/** Exa; highlights are sentences it picked from the page for the query. */
export const exa = (baseUrl: string, key: string, ask: Ask): SearchProvider =>
  defineProvider(
    "exa",
    ask,
    (query, max) => ({
      url: new URL("/search", baseUrl),
      headers: { "x-api-key": key },
      body: { query, type: "auto", numResults: max, contents: { highlights: true } },
    }),
    Answer,
  );

const Answer = z
  .object({
    results: z.array(
      z.object({
        url: z.string(),
        title: z.string().nullish(),
        highlights: z.array(z.string()).nullish(),
        text: z.string().nullish(),
      }),
    ),
  })
  .transform(({ results }) =>
    results.map(({ url, title, highlights, text }) => ({
      url,
      title,
      snippet: highlights?.join(" ") ?? text,
    })),
  );
