import { bm25 } from "./bm25.ts";
import { cellOf } from "./compose.ts";
import { awkward, coverageBy, definitionBonus } from "./coverage.ts";
import { isQuestion } from "./cues.ts";
import { holds, withKin } from "./kin.ts";
import type { Budget } from "./pick.ts";
import type { Part } from "./request.ts";
import { takeTurnsBySource } from "./roundrobin.ts";
import { topicQuery, topicStems } from "./topic.ts";
import type { Unit } from "./units.ts";
import { wantedBy } from "./wanted.ts";
import { answerFrom, bestWindows } from "./windows.ts";
import { stemsOf } from "./words.ts";

/** An answer holds at least this share of what is asked, weighed by how rare each word is. */
const answerCoverage = 0.5;
/** Under this share a sentence is about something else. */
const nearCoverage = 0.25;
/** Beside the best answer, a sentence must cover this share of what that one covers. */
const besideBest = 0.55;
/** How many times more is looked at than is shown. */
const widerBy = 5;
/** Longer sentences are no answer at a glance. In words. */
const longSentence = 60;

/** The sentences found for one question, and whether the first of them may pass as its answer. */
export type Answers = { readonly units: readonly Unit[]; readonly direct: boolean };

/** The sentences nearest to one question, best first, and whether the first of them may pass as an answer. */
export function answersTo(
  units: readonly Unit[],
  { text, asks = text }: Part,
  budget: Budget,
): Answers {
  // `long` in `how long` is no subject.
  const asked = topicQuery(text.replace(/\bhow (?:long|often|far)\b/gi, "how"));
  const query = withKin(asked);
  const covered = coverageBy(units, [...asked.keys()]);
  const has = wantedBy(asks);
  // `What are the risks of …` wants risks, whatever else it names.
  const [named] = topicStems(/\bwhat (?:is|are|was|were) the (\p{L}+)/iu.exec(asks)?.[1] ?? "");
  const wanted = (unit: Unit): number =>
    has(unit) + (named === undefined || isOn(unit, named) ? 0 : -0.6);
  // A question that borrows its subject from the one before still asks something of its own.
  const own = topicStems(asks);
  const near = units.filter(
    (unit) =>
      unit.words <= longSentence &&
      covered(unit) >= nearCoverage &&
      (own.length === 0 || own.some((stem) => isOn(unit, stem))),
  );
  const sources = new Set(near.map(({ source }) => source));
  const statements = near.filter((unit) => !isQuestion(unit.text));
  const pool = statements.length > 0 ? statements : near;
  // What has the kind of answer that is wanted may stand behind what only has the words.
  const wide = { words: budget.words * widerBy, sentences: budget.sentences * widerBy };
  const picked =
    sources.size > 1
      ? takeTurnsBySource(pool, query, wide)
      : answerFrom(withNeighbours(pool, units, query), query, wide).filter((unit) =>
          pool.includes(unit),
        );

  const hits = bm25(
    picked.map(({ indexed }) => indexed),
    query,
  );
  const defines = definitionBonus(text);
  const ranked = picked
    .map((unit, i) => ({
      unit,
      score: covered(unit) + 0.05 * (hits[i] ?? 0) + defines(unit) + wanted(unit) - awkward(unit),
    }))
    .toSorted((a, b) => b.score - a.score)
    .map(({ unit }) => unit)
    .filter((unit, _, [best]) => best === undefined || covered(unit) >= covered(best) * besideBest);
  const [best] = ranked;
  const fitting =
    best && wanted(best) > 0
      ? ranked.filter((unit) => wanted(unit) > 0 || defines(unit) > 0)
      : ranked;
  return {
    units: within(inTurns(ofNamedRows(fitting, [...asked.keys()])), budget),
    direct: best !== undefined && covered(best) + Math.min(0, wanted(best)) >= answerCoverage,
  };
}

/** A sentence, or the heading above it, has the word. */
const isOn = ({ indexed, titled = [] }: Unit, stem: string): boolean =>
  holds(indexed, stem) || holds(titled, stem);

/** Where the row that was asked for is there (`August`), its neighbours (`July`) are not asked for. */
function ofNamedRows(ranked: readonly Unit[], asked: readonly string[]): readonly Unit[] {
  const isNamed = ({ row }: Unit): boolean =>
    row !== undefined && asked.some((stem) => stemsOf(cellOf(row.name).value).includes(stem));
  const sources = new Set(ranked.filter(isNamed).map(({ source }) => source));
  return ranked.filter((unit) => !unit.row || isNamed(unit) || !sources.has(unit.source));
}

/** The best first, then the best of each other source, then the rest. */
function inTurns(ranked: readonly Unit[]): Unit[] {
  const heads = ranked.filter(
    ({ source }, i) => ranked.findIndex((other) => other.source === source) === i,
  );
  return [...heads, ...ranked.filter((unit) => !heads.includes(unit))];
}

function within(units: readonly Unit[], { words, sentences }: Budget): Unit[] {
  let left = words;
  return units
    .filter((unit, i) => {
      if (i > 0 && unit.words > left) return false;
      left -= unit.words;
      return true;
    })
    .slice(0, sentences);
}

/** Sentences are weighed among those around them, so the windows come along. */
const withNeighbours = (
  pool: readonly Unit[],
  units: readonly Unit[],
  query: ReturnType<typeof topicQuery>,
): readonly Unit[] => {
  const windows = new Set(bestWindows(units, query));
  const both = units.filter((unit) => windows.has(unit));
  return both.some((unit) => pool.includes(unit)) ? both : pool;
};
