import { ChannelId, FileId, MessageTs } from "../../src/domain/ids.ts";
import type { Kind } from "../../src/domain/plan.ts";
import type { Passage, Source, SourceQuery } from "../../src/domain/source.ts";
import { bm25, forPages, queryOf } from "../../src/research/extractive/bm25.ts";
import { stemsOf } from "../../src/research/extractive/words.ts";
import type { Read } from "../../src/research/engine.ts";

/** One thing to ask, with all that there is to read for it. */
export type Request = {
  /** Which set it is of: figures are means over a set. */
  readonly set: string;
  readonly id: string;
  readonly kind: Kind;
  readonly question: string;
  /** What is given with the request, and read first. */
  readonly given: readonly Source[];
  /** What a search of the web finds, the best first. */
  readonly found: readonly Source[];
  /** Answers by people; none where nobody has written one. */
  readonly references: readonly string[];
};

/** Pages that one search brings. */
const hitsMax = 5;

/** Names what is given, in its order. */
export const givenIn = ({ given }: Request): readonly SourceQuery[] => given.map(queryFor);

/** Reads what is given and searches what may be found; nothing else is there. */
export function readIn({ given, found }: Request): Read {
  const byQuery = new Map(given.map((source, n) => [JSON.stringify(queryFor(source, n)), source]));
  return async (query) => {
    const named = byQuery.get(JSON.stringify(query));
    if (named) return { sources: [named], notes: [] };
    if (query.type === "web") return { sources: search(query.query, found), notes: [] };
    const page = query.type === "page" ? found.find(({ url }) => url === query.url) : undefined;
    return page
      ? { sources: [page], notes: [] }
      : { sources: [], notes: ["There is nothing of that name to read."] };
  };
}

/** A talk is a thread; all else is a file. */
const queryFor = ({ type, title }: Source, n: number): SourceQuery =>
  type === "thread"
    ? {
        type: "thread",
        channel: ChannelId.parse("C0EVAL"),
        ts: MessageTs.parse(`1700000000.00000${n}`),
      }
    : { type: "file", file: FileId.parse(`F0EVAL${n}`), name: title };

function search(query: string, sources: readonly Source[]): readonly Source[] {
  const texts = sources.map((source) => stemsOf(wordsOf(source)));
  const scores = bm25(texts, queryOf(stemsOf(query)), forPages);
  return sources
    .map((source, n) => ({ source, score: scores[n] ?? 0 }))
    .filter(({ score }) => score > 0)
    .toSorted((a, b) => b.score - a.score)
    .slice(0, hitsMax)
    .map(({ source }) => source);
}

const wordsOf = ({ title, passages }: Source): string =>
  [title, ...passages.map(({ text }: Passage) => text)].join("\n");
