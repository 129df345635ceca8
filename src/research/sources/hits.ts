import type { Reading, Source } from "../../domain/source.ts";
import { libraryLimits } from "./limits.ts";
import type { ReaderDeps } from "./deps.ts";

/** What the library has on a query: the fitting passages of its best documents. */
export async function readLibrary(
  query: string,
  deps: Pick<ReaderDeps, "library" | "now" | "log">,
): Promise<Reading> {
  const hits = await deps.library.search(query, libraryLimits.hitsMax);
  deps.log("library_searched", { hits: hits.length });
  const readAt = deps.now();
  const sources = hits.map(({ path, title, passages }): Source => ({
    type: "library",
    title: title === null ? path : `${title} (${path})`,
    url: null,
    readAt,
    visibility: { type: "workspace" },
    passages: passages
      .toSorted((one, other) => one.position - other.position)
      .map(({ text, locator, speaker }) => ({ text, locator, speaker, url: null })),
  }));
  return { sources: sources.filter(({ passages }) => passages.length > 0), notes: [] };
}
