import type Anthropic from "@anthropic-ai/sdk";
import type { Passage, Source } from "../../../domain/source.ts";
import type { Material } from "../../engine.ts";
import { quoted, tagged } from "../data.ts";

/** Characters and passages that one draft is written from. */
export const evidenceLimits = { characters: 120_000, passages: 600 } as const;

/** A source with those of its passages that were found, in reading order. */
export type Piece = {
  /** Position in the run's sources. */
  readonly position: number;
  readonly source: Source;
  readonly passages: readonly { readonly number: number; readonly passage: Passage }[];
};

/** What a draft is written from: the best findings that there is room for, by source, in the order of the sources. */
export function evidenceOf({ sources, findings }: Material): {
  readonly pieces: readonly Piece[];
  /** Findings for which there was no room. */
  readonly left: number;
} {
  const kept = new Map<number, Set<number>>();
  let characters = 0;
  let passages = 0;
  let left = 0;
  for (const { source, passage } of findings.toSorted((a, b) => b.score - a.score)) {
    const text = sources[source]?.passages[passage]?.text.trim() ?? "";
    if (text === "" || kept.get(source)?.has(passage)) continue;
    if (
      characters + text.length > evidenceLimits.characters ||
      passages >= evidenceLimits.passages
    ) {
      left += 1;
      continue;
    }
    characters += text.length;
    passages += 1;
    kept.set(source, (kept.get(source) ?? new Set()).add(passage));
  }
  const pieces = [...kept]
    .toSorted(([a], [b]) => a - b)
    .flatMap(([position, numbers]): Piece[] => {
      const source = sources[position];
      if (!source) return [];
      const inOrder = [...numbers].toSorted((a, b) => a - b);
      return [
        {
          position,
          source,
          passages: inOrder.flatMap((number) => {
            const passage = source.passages[number];
            return passage ? [{ number, passage }] : [];
          }),
        },
      ];
    });
  return { pieces, left };
}

/** As search results of which every passage can be cited by itself. */
export const asSearchResults = (pieces: readonly Piece[]): Anthropic.SearchResultBlockParam[] =>
  pieces.map(({ source, passages }, n) => ({
    type: "search_result",
    source: source.url ?? `s${n + 1}`,
    title: quoted(source.title) || `Source ${n + 1}`,
    citations: { enabled: true },
    content: passages.map(({ passage }) => ({ type: "text", text: lineOf(passage) })),
  }));

/** As text, with numbers to cite by, where the endpoint has no citations: `[p5]` of source `s2` is its sixth block. */
export const asText = (pieces: readonly Piece[]): string =>
  pieces
    .map(({ source, passages }, n) =>
      tagged(
        "source",
        { id: `s${n + 1}`, title: source.title, url: source.url },
        passages.map(({ passage }, p) => `[p${p + 1}] ${lineOf(passage)}`).join("\n"),
      ),
    )
    .join("\n\n");

/** Who said it and where is part of what a claim may say. */
function lineOf({ text, speaker, locator }: Passage): string {
  const about = [speaker, locator].filter((part) => part !== null && part !== "").join(", ");
  return quoted(about === "" ? text : `${about}: ${text}`);
}
