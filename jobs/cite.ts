import { type Draft, statementsOf } from "../src/domain/draft.ts";
import type { Passage, Source } from "../src/domain/source.ts";
import type { Material } from "../src/research/engine.ts";
import type { CitationRow } from "../src/store/drafts.ts";

/** Every citation of a draft with where its quote stands and an address that opens it there. */
export function citationsOf(draft: Draft, material: Material): readonly CitationRow[] {
  return statementsOf(draft).flatMap(({ citations }, statement) =>
    citations.flatMap((citation): CitationRow[] => {
      const position = draft.sources[citation.source - 1]?.position;
      const source = position === undefined ? undefined : material.sources[position];
      const passage = source?.passages[citation.passage];
      if (source === undefined || passage === undefined) return [];
      const { locator } = passage;
      return [{ ...citation, statement, locator, url: addressOf(source, passage, citation.quote) }];
    }),
  );
}

/** How many words of a quote a text fragment carries; more make it break where the page wraps its words. */
const fragmentWordsMax = 8;

/** A message opens by its own address; a page opens scrolled to the quote (https://wicg.github.io/scroll-to-text-fragment). */
function addressOf(source: Source, passage: Passage, quote: string): string | null {
  if (passage.url !== null) return passage.url;
  if (source.url === null || source.type !== "page" || new URL(source.url).hash !== "") {
    return source.url;
  }
  const words = quote.split(/\s+/).slice(0, fragmentWordsMax).join(" ");
  return `${source.url}#:~:text=${encodeURIComponent(words).replaceAll("-", "%2D")}`;
}
