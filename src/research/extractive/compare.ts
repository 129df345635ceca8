import { filled, type Body, type Chapter } from "./body.ts";
import { roomFor } from "./budget.ts";
import { columnsOf, differences, headlineFor } from "./columns.ts";
import { cellOf } from "./compose.ts";
import { hasFigure, isQuestion, isTask, pointsBack } from "./cues.ts";
import { distinct } from "./conversation.ts";
import { holds } from "./kin.ts";
import { contentWords } from "./queries.ts";
import type { Part } from "./request.ts";
import { withQuotes } from "./cells.ts";
import type { Shape } from "./shape.ts";
import { topicStems } from "./topic.ts";
import type { Unit } from "./units.ts";
import { stemOf, stemsOf } from "./words.ts";

/** Statements on each side, columns set side by side, and columns that fit a headline. */
const most = { facts: 4, cells: 3, words: 45 } as const;
/** A sentence with fewer content words says little about its subject. */
const stemsMin = 4;

type Side = {
  readonly part: Part;
  /** What makes up its name. */
  readonly stems: readonly string[];
  /** What is asked about it, beside its name. */
  readonly about: readonly string[];
  /** Its row in a table, where there is one. */
  readonly row: Unit | undefined;
};

/** Each side with its best facts, then what differs where a table has both. */
export function bodyOfComparison(
  units: readonly Unit[],
  parts: readonly Part[],
  titles: readonly string[],
  shape: Shape,
): Body {
  const sides = parts.map((part) => sideOf(part, units));
  const rows = sides.flatMap(({ row }) => row ?? []);
  const columns = columnsOf(rows, sides[0]?.about ?? []);
  const each = Math.max(
    1,
    Math.min(roomFor(shape, units.length, most.facts).points.sentences, most.facts),
  );
  const used = new Set<Unit>();
  const chapters = sides.map((side): Chapter => {
    const facts = factsOn(side, units, titles, columns, each).filter((unit) => !used.has(unit));
    facts.forEach((unit) => used.add(unit));
    return { name: "points", heading: side.part.heading, units: facts };
  });
  const differing = differences(rows, columns);
  const [unit] = chapters.flatMap((chapter) => chapter.units);
  const text = headlineFor(
    sides.map(({ part }) => part.heading),
    rows,
    columns,
  );
  return {
    chapters: filled([...chapters, { name: "points", heading: "Side by side", units: differing }]),
    lead: unit && { unit, label: null, ...(text !== undefined && { text }) },
    unanswered: chapters
      .filter((chapter) => chapter.units.length === 0)
      .map(({ heading }) => heading),
  };
}

function sideOf(part: Part, units: readonly Unit[]): Side {
  const stems = contentWords(part.heading).map(stemOf);
  const named = units.filter(({ row }) => {
    const own = row === undefined ? [] : stemsOf(cellOf(row.name).value);
    return stems.length > 0 && stems.every((stem) => own.includes(stem));
  });
  const [row] = named.toSorted((a, b) => (a.row?.name.length ?? 0) - (b.row?.name.length ?? 0));
  const about = topicStems(part.text).filter((stem) => !stems.includes(stem));
  return { part, stems, about, row };
}

function factsOn(
  side: Side,
  units: readonly Unit[],
  titles: readonly string[],
  columns: readonly string[],
  count: number,
): Unit[] {
  const { row, stems, about } = side;
  // `Brindle` is enough to mean `Brindle Streams`; of a name in common words all are needed.
  const proper = /^\p{Lu}\S* \p{Lu}/u.test(side.part.heading);
  const key = proper ? stems.slice(0, 1) : stems;
  const inTitle = titles.map((title) => stems.every((stem) => stemsOf(title).includes(stem)));
  const ofRow = new Set(row?.row?.cells.flatMap((cell) => stemsOf(cellOf(cell).value)) ?? []);
  const weigh = (unit: Unit): number => {
    const named = key.length > 0 && key.every((stem) => unit.indexed.includes(stem));
    const own = row !== undefined && isRowOf(unit, row);
    if (!named && !own && !inTitle[unit.source]) return 0;
    return (
      (named ? 1 : own ? 0.8 : 0.5) +
      (hasFigure(unit.text) ? 0.4 : 0) +
      (unit.row && unit.stems.some((stem) => ofRow.has(stem) && /\p{L}/u.test(stem)) ? 0.4 : 0) +
      (about.some((stem) => holds(unit.stems, stem)) ? 0.6 : 0) -
      (pointsBack(unit.text) || isTask(unit.text) ? 0.4 : 0) -
      (unit.stems.length - (own ? stems.length : 0) < stemsMin ? 0.5 : 0)
    );
  };
  const others = units
    .filter((unit) => unit !== row && !isQuestion(unit.text) && unit.words <= most.words)
    .map((unit) => ({ unit, weight: weigh(unit) }))
    .filter(({ weight }) => weight > 0);
  const picked: Unit[] = row ? [shown(row, columns)] : [];
  while (picked.length < count && others.length > 0) {
    // A second fact of the same source is worth less than one of another.
    const worth = ({ unit, weight }: (typeof others)[number]): number =>
      weight - 0.45 * picked.filter(({ source }) => source === unit.source).length;
    others.sort((a, b) => worth(b) - worth(a));
    const next = others.shift();
    if (next && distinct([...picked, next.unit]).length > picked.length) picked.push(next.unit);
  }
  return picked;
}

const isRowOf = (unit: Unit, row: Unit): boolean =>
  unit.source === row.source && unit.passage === row.passage;

const shown = (unit: Unit, columns: readonly string[]): Unit => {
  const cells = unit.row?.cells.filter((cell) => columns.includes(cellOf(cell).name)) ?? [];
  return unit.row && cells.length > 0
    ? withQuotes(unit, unit.row, cells.slice(0, most.cells))
    : unit;
};
