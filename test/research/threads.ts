import type { Draft } from "../../src/domain/draft.ts";
import { ChannelId, FileId, MessageTs } from "../../src/domain/ids.ts";
import type { Reading, Source, SourceQuery } from "../../src/domain/source.ts";
import type { Brief, EngineContext, Material } from "../../src/research/engine.ts";
import { extractiveEngine } from "../../src/research/extractive/engine.ts";
import { mergeGathered } from "../../src/research/material.ts";
import { sourceOf } from "../support/samples.ts";

/** A thread with a decision, tasks, an answered and an open question, and two people who differ on a figure. */
export const pricing = sourceOf("thread", "Thread in #product", [
  [
    "Ada",
    "Hey team, we need to decide on pricing before the launch on 14 May. Two options are on the table: keep the free tier with a 3 seat limit, or drop it and offer a 30 day trial.",
  ],
  [
    "Grace",
    "I think the free tier brings a lot of noise. Support spends about 12 hours a week on free accounts and only 2% of them ever convert.",
  ],
  ["Linus", "Hmm, our numbers say 4% of free accounts convert, at least since January."],
  ["Ada", "Where does the 2% come from?"],
  ["Grace", "From the Q3 dashboard. It only counts upgrades within 90 days."],
  [
    "Linus",
    "ok that explains it. trials are simpler to explain though. our competitors all do 14 days",
  ],
  [
    "Margaret",
    "Legal needs two weeks to review new terms, so whatever we pick has to be final by 28 April.",
  ],
  [
    "Ada",
    "Good point. Let's go with the 30 day trial and drop the free tier. Existing free accounts stay as they are until the end of the year.",
  ],
  ["Grace", ":+1: works for me"],
  ["Linus", "Agreed. I'll update the pricing page by Friday."],
  [
    "Margaret",
    "I'll send the new terms to legal tomorrow. @Grace can you write the FAQ for existing customers?",
  ],
  ["Grace", "Sure!"],
  ["Linus", "What do we do about the students program? It's built on the free tier."],
  ["Ada", "@Legwork summarize this thread please"],
]);

export const report = sourceOf("file", "Q3 report.pdf", [
  [
    null,
    "Revenue grew 18% to $4.2 million in the third quarter, driven by larger accounts in Europe. New sign-ups fell for the second quarter in a row.",
  ],
  [
    null,
    "The churn rate rose to 3.1%, mostly among customers on the old plan. We expect churn to fall once those customers have been moved.",
  ],
  [
    null,
    "Hiring is behind plan. Seven of twelve open positions were filled. Two senior engineers left in August.",
  ],
  [null, "| Region | Revenue |\n|---|---|\n| Europe | $2.1 million |\n| US | $1.6 million |"],
  [null, "Risks: the largest customer accounts for 22% of revenue. Its contract ends in March."],
]);

export const acme = sourceOf(
  "page",
  "Queues at Acme",
  [
    [
      null,
      "Postgres offers SKIP LOCKED, which lets many workers take jobs from one table without blocking each other. In our tests Postgres handled 12,000 jobs per second on a small machine.",
    ],
    [
      null,
      "MySQL supports SKIP LOCKED since version 8.0, but its gap locks surprise many teams. MySQL reached 9,000 jobs per second in the same test.",
    ],
  ],
  "https://acme.example/queues",
);

export const choosing = sourceOf(
  "page",
  "Choosing a job queue",
  [
    [
      null,
      "Many teams keep jobs in the database they already run. Postgres also has LISTEN and NOTIFY, so workers hear about new jobs at once.",
    ],
    [null, "On a small machine Postgres handled 7,000 jobs per second in our tests."],
    [null, "A managed Postgres costs from $15 per month."],
  ],
  "https://queues.example/choosing",
);

/** A brief with nothing but the question; everything else as a first run has it. */
export const briefOf = (brief: Partial<Brief> & Pick<Brief, "kind" | "question">): Brief => ({
  given: [],
  feedback: [],
  previous: null,
  searchable: { web: false, library: false },
  ...brief,
});

/** What a request names in order to have these sources read. */
export const queryFor = (source: Source, i = 0): SourceQuery => {
  if (source.type === "file")
    return { type: "file", file: FileId.parse(`F${i}`), name: source.title };
  if (source.type === "page")
    return { type: "page", url: source.url ?? `https://page.example/${i}` };
  return {
    type: "thread",
    channel: ChannelId.parse(`C${i}`),
    ts: MessageTs.parse(`${i + 1}.000100`),
  };
};

/** A context whose reader knows these answers, and which remembers what it was asked. */
export function contextOf(
  answer: (query: SourceQuery) => Reading | Promise<Reading>,
  signal = new AbortController().signal,
): EngineContext & { readonly reads: SourceQuery[]; readonly names: string[] } {
  const reads: SourceQuery[] = [];
  const names: string[] = [];
  const kept = new Map<string, unknown>();
  return {
    reads,
    names,
    signal,
    read: async (query) => {
      reads.push(query);
      return answer(query);
    },
    remember: async (name, output, work) => {
      names.push(name);
      if (!kept.has(name)) kept.set(name, await work());
      return output.parse(kept.get(name));
    },
    pay: async ({ name }) => {
      throw new Error(`${name} costs money, and nothing here may`);
    },
    takeNotes: async () => [],
    warm: async () => {},
  };
}

/** Reads each given source, and finds nothing by searching. */
export const readerOf =
  (sources: readonly Source[]) =>
  (query: SourceQuery): Reading => {
    const found = sources.filter(
      (source, i) => JSON.stringify(queryFor(source, i)) === JSON.stringify(query),
    );
    return { sources: found, notes: [] };
  };

export type Run = { readonly draft: Draft; readonly material: Material; readonly brief: Brief };

/** A whole run over given sources: plan, gather, write, check. */
export async function runOver(
  sources: readonly Source[],
  wanted: Partial<Brief> & Pick<Brief, "kind" | "question">,
): Promise<Run> {
  const engine = extractiveEngine();
  const context = contextOf(readerOf(sources));
  const brief = briefOf({ given: sources.map(queryFor), ...wanted });
  const first = await engine.plan({ ...brief, previous: null, feedback: [] }, context);
  const parts = await Promise.all(
    first.subtasks.map(async (subtask) => ({
      subtask: subtask.number,
      gathered: await engine.gather(brief, subtask, context),
    })),
  );
  const material = mergeGathered(parts);
  const written = await engine.write(brief, await engine.plan(brief, context), material, context);
  return { draft: await engine.check(written, material, context), material, brief };
}

/** What the sections of a draft say, by heading. */
export const bySection = (draft: Draft): Record<string, string[]> =>
  Object.fromEntries(
    draft.sections.map(({ heading, statements }) => [
      heading,
      statements.map(({ speaker, text }) => (speaker === null ? text : `${speaker}: ${text}`)),
    ]),
  );
