import type { z } from "zod";
import { searchLimits } from "../limits.ts";
import { shorten } from "../wording.ts";
import type { Ask, Question } from "./ask.ts";

/** A page that a search found; `snippet` is plain text in the provider's words and may be empty. */
export type Hit = { readonly url: string; readonly title: string; readonly snippet: string };

export type SearchOutcome =
  | { readonly ok: true; readonly hits: readonly Hit[] }
  | { readonly ok: false; readonly problem: string };

/** A web search. Throws only when `signal` is aborted; a problem is a sentence without the key or the query. */
export type SearchProvider = {
  readonly id: string;
  search(
    query: string,
    options: { readonly max: number; readonly signal: AbortSignal },
  ): Promise<SearchOutcome>;
};

/** A hit in a provider's answer; what it leaves out or sends as null is empty. */
export type RawHit = {
  readonly url: string;
  readonly title?: string | null | undefined;
  readonly snippet?: string | null | undefined;
};

/** A provider is a way to put its question and a schema that turns its answer into hits. */
export function defineProvider(
  id: string,
  ask: Ask,
  put: (query: string, max: number) => Question,
  answer: z.ZodType<readonly RawHit[]>,
  why: (status: number) => string | undefined = () => undefined,
): SearchProvider {
  const fail = (what: string): SearchOutcome => ({
    ok: false,
    problem: `Web search (${id}) ${what}.`,
  });

  return {
    id,
    async search(query, { max, signal }) {
      const response = await ask(put(query.slice(0, searchLimits.queryCharsMax), max), signal);
      if (!response.ok) return fail(response.why);
      if (response.status !== 200) return fail(why(response.status) ?? whyRefused(response.status));
      const parsed = answer.safeParse(response.json);
      if (!parsed.success) return fail("answered something that I cannot read");
      return { ok: true, hits: cleanHits(parsed.data).slice(0, max) };
    },
  };
}

function whyRefused(status: number): string {
  if (status === 401 || status === 403) return `refused our key (${status})`;
  if (status === 429) return "is asked too often at the moment (429)";
  if (status === 402 || status === 432 || status === 433)
    return `says that the plan is used up (${status})`;
  return `answered ${status}`;
}

/** Plain text, web addresses only, each page once. */
function cleanHits(hits: readonly RawHit[]): Hit[] {
  const byUrl = new Map<string, Hit>();
  for (const { url: address, title, snippet } of hits) {
    const url = URL.parse(address);
    if (url === null || !/^https?:$/.test(url.protocol)) continue;
    url.hash = "";
    if (byUrl.has(url.href)) continue;
    byUrl.set(url.href, {
      url: url.href,
      title: shorten(plain(title ?? ""), searchLimits.titleCharsMax) || url.host,
      snippet: shorten(plain(snippet ?? ""), searchLimits.snippetCharsMax),
    });
  }
  return [...byUrl.values()];
}

const plain = (html: string): string =>
  html
    .slice(0, 20_000)
    .replaceAll(/<\/?[a-z][^<>]{0,500}>/gi, "")
    .replaceAll(/&(amp|lt|gt|quot|#0?39|apos|nbsp);/g, (entity) => entities[entity] ?? " ")
    .toWellFormed()
    .replaceAll(/[\s\p{Cc}]+/gu, " ")
    .trim();

const entities: Readonly<Record<string, string>> = {
  "&amp;": "&",
  "&lt;": "<",
  "&gt;": ">",
  "&quot;": '"',
  "&#39;": "'",
  "&#039;": "'",
  "&apos;": "'",
};
