import { resolve } from "node:path";
import { bm25, forPages, queryOf } from "../../src/research/extractive/bm25.ts";
import { graphSentencesMax, lexrank } from "../../src/research/extractive/lexrank.ts";
import { pick } from "../../src/research/extractive/pick.ts";
import { takeTurnsBySource } from "../../src/research/extractive/roundrobin.ts";
import { gistOf } from "../../src/research/extractive/gist.ts";
import { topicQuery } from "../../src/research/extractive/topic.ts";
import { unitsOf, type Unit } from "../../src/research/extractive/units.ts";
import { vectorsOf } from "../../src/research/extractive/vectors.ts";
import { answerFrom, bestWindows } from "../../src/research/extractive/windows.ts";
import { stemsOf, wordCount } from "../../src/research/extractive/words.ts";
import { missingNumbers } from "../../src/research/check/numbers.ts";
import { meanRouge, rouge, type Rouge } from "../support/rouge.ts";
import {
  readClaims,
  readExpertQuestions,
  readMeetings,
  readThreads,
  samplesFolder,
  sourceOf,
  threadSource,
  type Claim,
} from "../support/samples.ts";

/** One line of a table: a set, a way of doing it, and its figures by name. */
export type Row = {
  readonly set: string;
  readonly system: string;
  readonly figures: Readonly<Record<string, number>>;
};
export type Table = readonly Row[];

/** How many words each set lets a system write: the mean length of its references. */
const budgets = { threads: 65, meetings: 53, sources: 164 } as const;

type Picked = { readonly text: string; readonly units: readonly Unit[] };
type System = (units: readonly Unit[], cost: (unit: Unit) => number) => readonly Unit[];

/** Measures the engine's own functions beside LEAD and LexRank on the sample sets in `folder`. */
export async function quality(folder: string): Promise<Table> {
  return [
    ...(await threadRows(folder)),
    ...(await meetingRows(folder)),
    ...(await sourceRows(folder)),
    ...claimRows(folder),
  ];
}

async function threadRows(folder: string): Promise<Row[]> {
  const threads = readThreads(folder);
  const budget = { words: budgets.threads, sentences: 99 };
  const systems: Record<string, System> = {
    LEAD: (units, cost) => lead(units, budget.words, cost),
    "LexRank+MMR": (units, cost) => central(units, budget.words, cost),
    "Legwork (gistOf)": (units, cost) => gistOf(units, budget, cost),
  };
  const cut = await Promise.all(threads.map((thread) => unitsOf([threadSource(thread)])));
  const score = (system: System, show: (unit: Unit) => string): Rouge =>
    meanRouge(
      threads.map(({ references }, i) =>
        rouge(write(system, cut[i]?.units ?? [], show).text, references),
      ),
    );
  return [
    row("threads, plain", "LEAD", {
      ...score(systems["LEAD"] ?? summarizeNothing, ({ text }) => text),
    }),
    ...Object.entries(systems).map(([name, system]) =>
      row("threads", name, { ...score(system, withSpeaker) }),
    ),
  ];
}

async function meetingRows(folder: string): Promise<Row[]> {
  const { meetings, queries } = readMeetings(folder);
  const cut = new Map<string, readonly Unit[]>();
  for (const [doc, source] of meetings) cut.set(doc, (await unitsOf([source])).units);
  const budget = { words: budgets.meetings, sentences: 99 };
  const systems: Record<string, (query: string) => System> = {
    LEAD: () => (units, cost) => lead(units, budget.words, cost),
    "LexRank+MMR": () => (units, cost) => central(units, budget.words, cost),
    "Legwork (bestWindows, answerFrom)": (query) => (units, cost) => {
      const topic = topicQuery(query);
      return answerFrom(bestWindows(units, topic), topic, budget, cost);
    },
  };
  return Object.entries(systems).map(([name, systemFor]) => {
    const picked = queries.map(({ query, doc }) =>
      write(systemFor(query), cut.get(doc) ?? [], ({ text }) => text),
    );
    const scores = queries.map(({ reference }, i) => rouge(picked[i]?.text ?? "", [reference]));
    const inGold = queries.map(({ gold_spans }, i) => {
      const units = picked[i]?.units ?? [];
      const hits = units.filter((unit) =>
        gold_spans.some(([from, to]) => unit.passage >= from && unit.passage <= to),
      );
      return hits.length / Math.max(1, units.length);
    });
    return row("meetings, by question", name, { ...meanRouge(scores), inGold: mean(inGold) });
  });
}

async function sourceRows(folder: string): Promise<Row[]> {
  const questions = readExpertQuestions(folder);
  const cut = await Promise.all(
    questions.map(({ sources }) =>
      unitsOf(sources.map(({ url, text }) => sourceOf("page", url, [[null, text]]))),
    ),
  );
  const budget = { words: budgets.sources, sentences: 99 };
  const systems: Record<string, (question: string) => System> = {
    LEAD: () => (units, cost) => lead(units, budget.words, cost),
    "LexRank+MMR": () => (units, cost) => central(units, budget.words, cost),
    "Legwork (takeTurnsBySource)": (question) => (units, cost) =>
      takeTurnsBySource(units, topicQuery(question), budget, cost),
  };
  return Object.entries(systems).map(([name, systemFor]) => {
    const scores = questions.map(({ question, reference }, i) => {
      const { text } = write(systemFor(question), cut[i]?.units ?? [], (unit) => unit.text);
      return rouge(text, [reference.replace(/\[\d+\]/g, "")]);
    });
    return row("several sources", name, { ...meanRouge(scores) });
  });
}

function claimRows(folder: string): Row[] {
  const claims = readClaims(folder);
  const withGold = claims.filter(({ supporting_sentences: gold }) =>
    gold.some((set) => set.length > 0),
  );
  const rankers: Record<string, (claim: Claim) => number[]> = {
    "first sentences": ({ sentences }) => sentences.map((_, i) => -i),
    "BM25, b = 0.75": (claim) => rank(claim, forPages),
    "Legwork (bm25 for sentences)": (claim) => rank(claim),
  };
  const retrieval = Object.entries(rankers).map(([name, scoresFor]) => {
    const results = withGold.map((claim) => {
      const order = scoresFor(claim)
        .map((score, i) => ({ score, i }))
        .toSorted((a, b) => b.score - a.score)
        .map(({ i }) => i);
      return retrievalFigures(order, claim.supporting_sentences);
    });
    return row("claims, finding the sentence", name, {
      p1: 100 * mean(results.map(({ p1 }) => p1)),
      r5: 100 * mean(results.map(({ r5 }) => r5)),
      mrr: mean(results.map(({ mrr }) => mrr)),
    });
  });
  return [...retrieval, numberRow(claims)];
}

const rank = ({ claim, sentences }: Claim, options?: typeof forPages): number[] =>
  bm25(sentences.map(stemsOf), queryOf(stemsOf(claim)), options);

/** How often a number that is nowhere in the article gives away a claim that is not fully supported. */
function numberRow(claims: readonly Claim[]): Row {
  const fired = claims.filter(
    ({ claim, sentences }) => missingNumbers(claim, sentences.join("\n")).length > 0,
  );
  const right = fired.filter(({ label }) => label !== "supported");
  return row("claims, number not in the article", "Legwork (missingNumbers)", {
    fired: fired.length,
    notFullySupported: (100 * right.length) / Math.max(1, fired.length),
  });
}

function retrievalFigures(
  order: readonly number[],
  gold: readonly (readonly number[])[],
): { p1: number; r5: number; mrr: number } {
  const any = new Set(gold.flat());
  const top = new Set(order.slice(0, 5));
  const first = order.findIndex((i) => any.has(i));
  const recalls = gold
    .filter((set) => set.length > 0)
    .map((set) => set.filter((i) => top.has(i)).length / set.length);
  return {
    p1: first === 0 ? 1 : 0,
    r5: Math.max(...recalls),
    mrr: first < 0 ? 0 : 1 / (first + 1),
  };
}

function write(system: System, units: readonly Unit[], show: (unit: Unit) => string): Picked {
  const picked = system(units, (unit) => wordCount(show(unit))).toSorted(
    (a, b) => a.order - b.order,
  );
  return { text: picked.map(show).join(" "), units: picked };
}

const withSpeaker = ({ speaker, text }: Unit): string =>
  speaker === null ? text : `${speaker}: ${text}`;
const summarizeNothing: System = () => [];

/** The baseline that is hard to beat: the first sentences. */
function lead(units: readonly Unit[], words: number, cost: (unit: Unit) => number): Unit[] {
  const candidates = units.map((unit, i) => ({
    score: -i,
    cost: cost(unit),
    vector: { terms: new Int32Array(), weights: new Float64Array() },
  }));
  return pick(candidates, { words, sentences: 99 }, 0).flatMap((i) => units[i] ?? []);
}

/** The usual extractive baseline: LexRank, then maximal marginal relevance. */
function central(units: readonly Unit[], words: number, cost: (unit: Unit) => number): Unit[] {
  const pool = units.filter((unit) => unit.words >= 4).slice(0, 3 * graphSentencesMax);
  const vectors = vectorsOf(pool.map((unit) => unit.stems));
  const ranks = lexrank(vectors);
  const candidates = pool.flatMap((unit, i) => {
    const vector = vectors[i];
    return vector ? [{ score: ranks[i] ?? 0, cost: cost(unit), vector }] : [];
  });
  return pick(candidates, { words, sentences: 99 }, 0.5).flatMap((i) => pool[i] ?? []);
}

const mean = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / Math.max(1, values.length);

const row = (set: string, system: string, figures: Record<string, number>): Row => ({
  set,
  system,
  figures,
});

function print(table: Table): string {
  return table
    .map(({ set, system, figures }) => {
      const values = Object.entries(figures).map(([name, value]) => `${name} ${value.toFixed(2)}`);
      return `${set.padEnd(36)}${system.padEnd(36)}${values.join("  ")}`;
    })
    .join("\n");
}

if (import.meta.main) {
  const folder = process.argv[2];
  console.log(print(await quality(folder === undefined ? samplesFolder : resolve(folder))));
}
