import { plainText } from "../../../src/domain/markup.ts";
import type { Kind } from "../../../src/domain/plan.ts";
import type { Reading, Source, SourceQuery } from "../../../src/domain/source.ts";
import type { Brief } from "../../../src/research/engine.ts";
import { bm25, forPages, queryOf } from "../../../src/research/extractive/bm25.ts";
import { extractiveEngine } from "../../../src/research/extractive/engine.ts";
import { stemsOf } from "../../../src/research/extractive/words.ts";
import { mergeGathered } from "../../../src/research/material.ts";
import { readDocument } from "../../../src/research/sources/documents/document.ts";
import { cleanText } from "../../../src/research/sources/documents/passages.ts";
import { readLibrary } from "../../../src/sandbox/seed/library.ts";
import { checkout } from "../../../src/sandbox/seed/talk/checkout.ts";
import { decision } from "../../../src/sandbox/seed/talk/decision.ts";
import { effort } from "../../../src/sandbox/seed/talk/effort.ts";
import type { Line } from "../../../src/sandbox/seed/talk/line.ts";
import { others } from "../../../src/sandbox/seed/talk/others.ts";
import { sourceOf } from "../../support/samples.ts";
import { briefOf, contextOf, queryFor, type Run } from "../threads.ts";

const names = {
  ada: "Ada Brook",
  grace: "Grace Okell",
  linus: "Linus Varga",
  maya: "Maya Solen",
} as const;

const mentioned = new Map(
  Object.entries(names).map(([key, name]) => [`U0${key.toUpperCase()}`, name]),
);

/** A talk of the local Slack as it is read for a task. */
const threadOf = (title: string, lines: readonly Line[]): Source =>
  sourceOf(
    "thread",
    title,
    lines.map(({ who, text }) => [names[who], cleanText(plainText(text, mentioned))]),
  );

/** The decision thread in #product. */
export const decisionThread = threadOf("Thread in #product", [
  ...checkout.lines,
  ...effort,
  ...decision,
]);

/** The thread about invoices in #support. */
export const invoiceThread = threadOf(
  "Thread in #support",
  others.find(({ channel }) => channel === "support")?.lines ?? [],
);

const hitsMax = 6;

/** The seeded documents, read as the library reads them, and searched by any of the words of a query. */
export async function openSeededLibrary(): Promise<{
  readonly documents: ReadonlyMap<string, Source>;
  readonly search: (query: string) => Reading;
}> {
  const documents = new Map<string, Source>();
  for (const [name, bytes] of await readLibrary()) {
    const read = await readDocument({ name, declaredType: null, bytes });
    if (!read.ok) throw new Error(`${name}: ${read.why}`);
    const title = read.title === null ? `library/${name}` : `${read.title} (library/${name})`;
    documents.set(name, { ...sourceOf("library", title, []), passages: read.passages });
  }
  return {
    documents,
    search: (query) => {
      const stems = queryOf(stemsOf(query));
      const sources = [...documents.values()].flatMap((source) => {
        const scores = bm25(
          source.passages.map(({ text }) => stemsOf(text)),
          stems,
          forPages,
        );
        const passages = source.passages.filter((_, i) => (scores[i] ?? 0) > 0);
        return passages.length > 0
          ? [{ best: Math.max(...scores), source: { ...source, passages } }]
          : [];
      });
      const best = sources.toSorted((a, b) => b.best - a.best).slice(0, hitsMax);
      return { sources: best.map(({ source }) => source), notes: [] };
    },
  };
}

/** A whole run over the seeded workspace: given sources are read, the library is searched. */
export async function askSeeded(
  kind: Kind,
  question: string,
  given: readonly Source[] = [],
  more: Partial<Brief> = {},
): Promise<Run> {
  const library = await openSeededLibrary();
  const engine = extractiveEngine();
  const context = contextOf((query: SourceQuery) => {
    if (query.type === "library") return library.search(query.query);
    const found = given.filter(
      (one, i) => JSON.stringify(queryFor(one, i)) === JSON.stringify(query),
    );
    return { sources: found, notes: [] };
  });
  const brief = briefOf({
    kind,
    question,
    given: given.map(queryFor),
    searchable: { web: false, library: true },
    ...more,
  });
  const plan = await engine.plan({ ...brief, previous: null, feedback: [] }, context);
  const parts = await Promise.all(
    plan.subtasks.map(async (subtask) => ({
      subtask: subtask.number,
      gathered: await engine.gather(brief, subtask, context),
    })),
  );
  const material = mergeGathered(parts);
  const written = await engine.write(brief, plan, material, context);
  return { draft: await engine.check(written, material, context), material, brief };
}
