import { type Draft, type Statement } from "../../domain/draft.ts";
import type { Source } from "../../domain/source.ts";
import { findQuote } from "../check/quote.ts";
import { numberOf, type Assembled } from "./assemble.ts";
import { capitalize, cleanText } from "./clean.ts";
import { isComposed } from "./compose.ts";
import type { Shape } from "./shape.ts";
import { stemsOf } from "./words.ts";

/** A sentence a person wrote or changed in the draft before, and its section. */
type Edit = { readonly heading: string; readonly statement: Statement; readonly from: Draft };

/** Statements this engine would not have written: they hold other words than their quotes. */
export function editsIn(previous: Draft | null, { without }: Shape): Edit[] {
  if (!previous?.method.startsWith("Extractive")) return [];
  const unwanted = without.map((on) => stemsOf(on));
  return previous.sections.flatMap(({ heading, statements }) =>
    statements
      .filter(({ text, citations }) => {
        const quotes = citations.map(({ quote }) => quote);
        return !quotes.some((quote) => isSameText(text, quote)) && !isComposed(text, quotes);
      })
      .filter(({ text }) => {
        const own = new Set(stemsOf(text));
        return !unwanted.some((stems) => stems.length > 0 && stems.every((stem) => own.has(stem)));
      })
      .map((statement) => ({ heading, statement, from: previous })),
  );
}

/** Keeps what a person has written through a revision, in its section, with those of its citations that still hold. */
export function withEdits(
  { sections, sources }: Assembled,
  edits: readonly Edit[],
  all: readonly Source[],
): Assembled {
  const listed = [...sources];
  const next = sections.map(({ heading, statements }) => ({
    heading,
    statements: [...statements],
  }));
  for (const { heading, statement, from } of edits) {
    const citations = statement.citations.flatMap((citation) => {
      const old = from.sources[citation.source - 1];
      const position = all.findIndex(
        (source) =>
          source.title === old?.title &&
          source.url === old.url &&
          findQuote(source.passages[citation.passage]?.text ?? "", citation.quote),
      );
      return position < 0 ? [] : [{ ...citation, source: numberOf(position, all, listed) }];
    });
    const quotes = new Set(citations.map(({ quote }) => quote));
    const home = next.find((section) => section.heading === heading);
    const kept: Statement = { ...statement, citations, check: { result: "unchecked" } };
    if (!home) next.push({ heading, statements: [kept] });
    else {
      // The edited sentence stands in for the one it was made from.
      const same = home.statements.findIndex((other) =>
        other.citations.some(({ quote }) => quotes.has(quote)),
      );
      home.statements.splice(same < 0 ? home.statements.length : same, same < 0 ? 0 : 1, kept);
    }
  }
  return { sections: next, sources: listed };
}

const isSameText = (text: string, quote: string): boolean => {
  const clean = cleanText(quote);
  return (
    text === clean ||
    text === capitalize(clean) ||
    text === quote ||
    (text.endsWith("…") && clean.startsWith(text.slice(0, -1)))
  );
};
