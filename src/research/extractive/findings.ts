import type { Finding, Source } from "../../domain/source.ts";
import { setImmediate } from "node:timers/promises";
import { bm25, type Query } from "./bm25.ts";
import { centralMost } from "./central.ts";
import { gistOf } from "./gist.ts";
import { withKin } from "./kin.ts";
import { topicQuery } from "./topic.ts";
import { isConversation, type Unit } from "./units.ts";
import { bestWindows } from "./windows.ts";
import { stemOf, wordsOf } from "./words.ts";

/** Passages a subtask brings home at most, and at most from one source. */
const limits = { findings: 60, perSource: 40, wordsNamed: 3 } as const;

/** A long text is sieved in pieces of so many sentences, giving other work its turn in between. */
const sievedAtOnce = 1_500;
/** Sentences that a piece of a long text may send on. */
const keptOfPiece = 200;

/** Every passage that says something; of a long text the most telling ones. */
export async function findAll(
  units: readonly Unit[],
  sources: readonly Source[],
): Promise<Finding[]> {
  const said = new Set(units.map(keyOf));
  let telling = said;
  if (said.size > limits.findings) {
    const central = await sieve(units, (piece) => centralMost(piece, keptOfPiece));
    telling = new Set(gistOf(central, { words: Infinity, sentences: limits.findings }).map(keyOf));
  }
  const seen = new Set<string>();
  return units.flatMap((unit): Finding[] => {
    const key = keyOf(unit);
    if (!telling.has(key) || seen.has(key)) return [];
    seen.add(key);
    const { source, passage } = unit;
    return [{ source, passage, score: 1, why: whyOf(unit, sources[source]) }];
  });
}

/** The passages that speak about a question, best first. */
export async function findFor(units: readonly Unit[], question: string): Promise<Finding[]> {
  const query = withKin(topicQuery(question));
  const bySource = [...Map.groupBy(units, ({ source }) => source).values()];
  const near: Unit[] = [];
  for (const own of bySource)
    near.push(...(await sieve(own, (piece) => bestWindows(piece, query))));
  return rankPassages(near, query);
}

/** Applies a choice to each piece of a long list; a list of one piece is chosen from as it is. */
async function sieve(
  units: readonly Unit[],
  choose: (piece: readonly Unit[]) => readonly Unit[],
): Promise<Unit[]> {
  const kept: Unit[] = [];
  for (let start = 0; start < units.length; start += sievedAtOnce) {
    kept.push(...choose(units.slice(start, start + sievedAtOnce)));
    if (units.length > sievedAtOnce) await setImmediate();
  }
  return kept;
}

function rankPassages(near: readonly Unit[], query: Query): Finding[] {
  const hits = bm25(
    near.map(({ indexed }) => indexed),
    query,
  );
  const scores = new Map<string, { unit: Unit; score: number; words: Set<string> }>();
  for (const [i, unit] of near.entries()) {
    const score = hits[i] ?? 0;
    if (score <= 0) continue;
    const key = keyOf(unit);
    const sofar = scores.get(key) ?? { unit, score: 0, words: new Set<string>() };
    for (const word of wordsOf(unit.text)) if (query.has(stemOf(word))) sofar.words.add(word);
    // A long passage is not better for being long: its best sentence counts, the others only a little.
    scores.set(key, {
      ...sofar,
      score: Math.max(sofar.score, score) + 0.1 * Math.min(sofar.score, score),
    });
  }
  const counts = new Map<number, number>();
  return [...scores.values()]
    .toSorted((a, b) => b.score - a.score)
    .filter(({ unit: { source } }) => {
      counts.set(source, (counts.get(source) ?? 0) + 1);
      return (counts.get(source) ?? 0) <= limits.perSource;
    })
    .slice(0, limits.findings)
    .map(({ unit: { source, passage }, score, words }) => ({
      source,
      passage,
      score,
      why: saysWhy(words),
    }));
}

function saysWhy(words: ReadonlySet<string>): string {
  const named = [...words].slice(0, limits.wordsNamed).join(", ");
  return named === "" ? "near what was asked" : `mentions ${named}`;
}

function whyOf({ passage, conversation }: Unit, source: Source | undefined): string {
  if (passage === 0) return conversation ? "opens the conversation" : "opens the text";
  return source && isConversation(source) ? "part of the conversation" : "part of the text";
}

const keyOf = ({ source, passage }: Unit): string => `${source}:${passage}`;
