import { filled, type Body, type Chapter } from "./body.ts";
import { roomFor, type Room } from "./budget.ts";
import { bodyOfComparison } from "./compare.ts";
import { namesWithout } from "./coverage.ts";
import { answersTo } from "./nearest.ts";
import { answerIn, inOneLine } from "./oneline.ts";
import type { Budget } from "./pick.ts";
import { partsOf, sidesOf, type Part } from "./request.ts";
import { withCellsFor } from "./cells.ts";
import type { Shape } from "./shape.ts";
import { topicQuery } from "./topic.ts";
import type { Unit } from "./units.ts";

/** Sentences in the short answer. */
const shortAnswer = 2;

/** What sources say to a question: the nearest sentences first; several questions and the sides of a comparison apart. */
export function bodyOfQuestion(
  units: readonly Unit[],
  question: string,
  titles: readonly string[],
  shape: Shape,
): Body {
  const parts = partsOf(question);
  if (sidesOf(question).length > 1) {
    const compared = bodyOfComparison(units, parts, titles, shape);
    if (compared.lead) return compared;
  }
  const room = roomFor(shape, units.length, 7);
  if (parts.length === 1)
    return answerOne(units, parts[0] ?? { heading: question, text: question }, room, shape);

  const share: Budget = divide(room, parts.length);
  const used = new Set<Unit>();
  // The last question is mostly the narrowest (`and why?`), so it chooses first.
  const answers = parts
    .toReversed()
    .map((part) => {
      const left = units.filter((unit) => !used.has(unit));
      const stems = [...topicQuery(part.text).keys()];
      const found = answersTo(withCellsFor(left, stems), part, share);
      found.units.forEach((unit) => used.add(unit));
      return { part, ...found };
    })
    .toReversed();
  const chapters = answers.map(({ part, units: own }): Chapter => ({
    name: "points",
    heading: part.heading,
    units: own,
  }));
  if (chapters.every((chapter) => chapter.units.length === 0))
    return answerOne(units, { heading: question, text: question }, room, shape);
  const direct = answers.flatMap(({ direct: found, units: [best] }) => (found && best ? best : []));
  const unit = direct[0] ?? chapters.find((chapter) => chapter.units.length > 0)?.units[0];
  const text = inOneLine(answers) ?? (unit && answerIn(unit.text, topicQuery(question)));
  return {
    chapters: filled(chapters),
    lead: unit && {
      unit,
      label: direct.length > 0 ? null : "Nearest found",
      ...(text !== undefined && { text }),
    },
    unanswered: answers
      .filter((answer) => !answer.direct)
      .map(({ part }) =>
        part.heading.includes(" ") ? part.heading : `${part.heading}? ${question}`,
      ),
  };
}

function answerOne(units: readonly Unit[], part: Part, room: Room, shape: Shape): Body {
  const budget = {
    words: Math.min(room.points.words, room.total.words),
    sentences: Math.min(room.points.sentences, room.total.sentences),
  };
  const { units: found, direct } = answersTo(units, part, budget);
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
    lead: unit && {
      unit,
      label: direct ? null : "Nearest found",
      text: answerIn(unit.text, topicQuery(part.text)),
    },
    unanswered: direct ? names : [part.heading, ...names],
  };
}

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
