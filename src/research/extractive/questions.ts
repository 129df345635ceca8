import { bm25 } from "./bm25.ts";
import { filled, type Body, type Chapter } from "./body.ts";
import { roomFor, type Room } from "./budget.ts";
import { awkward, coverageBy, definitionBonus, namesWithout } from "./coverage.ts";
import { isQuestion } from "./cues.ts";
import type { Budget } from "./pick.ts";
import { contentWords } from "./queries.ts";
import { partsOf, sidesOf, type Part } from "./request.ts";
import { takeTurnsBySource } from "./roundrobin.ts";
import type { Shape } from "./shape.ts";
import { topicQuery } from "./topic.ts";
import type { Unit } from "./units.ts";
import { answerFrom, bestWindows } from "./windows.ts";
import { stemOf } from "./words.ts";

/** An answer holds at least this share of what is asked, weighed by how rare each word is. */
const answerCoverage = 0.5;
/** Under this share a sentence is about something else. */
const nearCoverage = 0.25;
/** Beside the best answer, a sentence must cover this share of what that one covers. */
const besideBest = 0.4;
/** Sentences in the short answer. */
const shortAnswer = 2;
/** Longer sentences are no answer at a glance. In words. */
const longSentence = 60;

/** What sources say to a question: the nearest sentences first; several questions and the sides of a comparison apart. */
export function bodyOfQuestion(units: readonly Unit[], question: string, shape: Shape): Body {
  const parts = partsOf(question);
  const sides = sidesOf(question);
  const room = roomFor(shape, units.length, 7);
  if (parts.length === 1)
    return answerOne(units, parts[0] ?? { heading: question, text: question }, room, shape);

  const share: Budget = divide(room, parts.length);
  const answers = parts.map((part) => ({
    part,
    ...answersTo(units, part, share, sides.length > 0 ? part.heading : undefined),
  }));
  const used = new Set<Unit>();
  const chapters = answers.map(({ part, units: found }): Chapter => {
    const own = found.filter((unit) => !used.has(unit));
    own.forEach((unit) => used.add(unit));
    return { name: "points", heading: part.heading, units: own };
  });
  if (chapters.every((chapter) => chapter.units.length === 0))
    return answerOne(units, { heading: question, text: question }, room, shape);
  const unit = chapters.find((chapter) => chapter.units.length > 0)?.units[0];
  return {
    chapters: filled(chapters),
    lead: unit && { unit, label: null },
    unanswered: answers.filter(({ direct }) => !direct).map(({ part }) => part.heading),
  };
}

function answerOne(units: readonly Unit[], part: Part, room: Room, shape: Shape): Body {
  const budget = {
    words: Math.min(room.points.words, room.total.words),
    sentences: Math.min(room.points.sentences, room.total.sentences),
  };
  const { units: found, direct } = answersTo(units, part, budget, undefined);
  const first = direct ? Math.min(shortAnswer, Math.ceil(found.length / 2)) : 0;
  const chapters = filled([
    {
      name: "points",
      heading: shape.simple ? "In short" : "Short answer",
      units: found.slice(0, first),
    },
    {
      name: "points",
      heading: direct ? "Key points" : "Nearest to the question",
      units: found.slice(first),
    },
  ]);
  const [unit] = found;
  const names = found.length > 0 ? namesWithout(part.text, units) : [];
  return {
    chapters,
    lead: unit && { unit, label: direct ? null : "Nearest found" },
    unanswered: direct ? names : [part.heading, ...names],
  };
}

type Answers = { readonly units: readonly Unit[]; readonly direct: boolean };

/** The sentences nearest to one question, best first, and whether the first of them may pass as an answer. */
function answersTo(
  units: readonly Unit[],
  { text }: Part,
  budget: Budget,
  side: string | undefined,
): Answers {
  const query = topicQuery(text);
  const covered = coverageBy(units, [...query.keys()]);
  const sideStems = contentWords(side ?? "").map(stemOf);
  const near = units.filter(
    (unit) =>
      unit.words <= longSentence &&
      covered(unit) >= nearCoverage &&
      sideStems.every((stem) => unit.indexed.includes(stem)),
  );
  const sources = new Set(near.map(({ source }) => source));
  const statements = near.filter((unit) => !isQuestion(unit.text));
  const pool = statements.length > 0 ? statements : near;
  const picked =
    sources.size > 1
      ? takeTurnsBySource(pool, query, budget)
      : answerFrom(withNeighbours(pool, units, query), query, budget).filter((unit) =>
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
      score: covered(unit) + 0.05 * (hits[i] ?? 0) + defines(unit) - awkward(unit),
    }))
    .toSorted((a, b) => b.score - a.score)
    .map(({ unit }) => unit)
    .filter((unit, _, [best]) => best === undefined || covered(unit) >= covered(best) * besideBest);
  return { units: ranked, direct: ranked[0] !== undefined && covered(ranked[0]) >= answerCoverage };
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

const divide = ({ points, total }: Room, parts: number): Budget => ({
  words: Math.min(points.words, total.words / parts),
  sentences: Math.max(
    1,
    Math.min(
      3 * Math.max(1, Math.round(points.sentences / 7)),
      Math.floor(total.sentences / parts),
    ),
  ),
});
