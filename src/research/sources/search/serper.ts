import { z } from "zod";
import type { Ask } from "./ask.ts";
import { defineProvider, type SearchProvider } from "./provider.ts";

/** Serper, Google's results; an answer without any has no `organic` part. */
export const serper = (baseUrl: string, key: string, ask: Ask): SearchProvider =>
  defineProvider(
    "serper",
    ask,
    (query, max) => ({
      url: new URL("/search", baseUrl),
      headers: { "x-api-key": key },
      body: { q: query, num: max },
    }),
    Answer,
  );

const Answer = z
  .object({
    organic: z
      .array(
        z.object({ link: z.string(), title: z.string().nullish(), snippet: z.string().nullish() }),
      )
      .nullish(),
  })
  .transform(({ organic }) => (organic ?? []).map(({ link, ...hit }) => ({ ...hit, url: link })));
