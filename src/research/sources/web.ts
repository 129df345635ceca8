import type { Reading } from "../../domain/source.ts";
import { searchLimits, wordingLimits } from "./limits.ts";
import { readPage } from "./page.ts";
import type { ReaderDeps } from "./deps.ts";
import type { Hit } from "./search/provider.ts";
import { shorten } from "./wording.ts";

type WebDeps = Pick<ReaderDeps, "search" | "fetchPage" | "parse" | "now" | "log">;

/** A web search whose best hits are read in full, all at once; of a page that cannot be read the snippet is kept. */
export async function readWeb(query: string, deps: WebDeps, signal: AbortSignal): Promise<Reading> {
  if (deps.search === null) return { sources: [], notes: ["Web search is switched off here."] };
  const started = performance.now();
  const found = await deps.search.search(query, { max: searchLimits.hitsMax, signal });
  const ms = Math.round(performance.now() - started);
  deps.log("web_searched", {
    provider: deps.search.id,
    hits: found.ok ? found.hits.length : -1,
    ms,
  });
  if (!found.ok) return { sources: [], notes: [found.problem] };

  const best = found.hits.slice(0, searchLimits.pagesMax);
  const readings = await Promise.all(best.map((hit) => readHit(hit, deps, signal)));
  return {
    sources: readings.flatMap(({ sources }) => sources),
    notes: readings.flatMap(({ notes }) => notes),
  };
}

async function readHit(hit: Hit, deps: WebDeps, signal: AbortSignal): Promise<Reading> {
  const page = await readPage(hit.url, deps, signal);
  if (page.sources.length > 0 || hit.snippet === "") return page;
  const instead = "Only its search result was used.";
  const notes = page.notes.map(
    (note) => `${shorten(note, wordingLimits.noteCharsMax - instead.length - 1)} ${instead}`,
  );
  const source = {
    type: "page",
    title: hit.title,
    url: hit.url,
    readAt: deps.now(),
    visibility: { type: "public" },
    passages: [{ text: hit.snippet, speaker: null, locator: "search result snippet", url: null }],
  } as const;
  return { sources: [source], notes };
}
