import { cellOf, compose, spokenCell } from "./compose.ts";
import { hasFigure } from "./cues.ts";
import { holds } from "./kin.ts";
import type { Row } from "./rows.ts";
import type { Unit } from "./units.ts";
import { stemsOf, wordCount } from "./words.ts";

/** Cells shown of one row. */
const cellsMax = 4;
/** However short, a row is no fragment: it is weighed as a sentence of so many words. */
const rowWordsMin = 5;

/** Rows reduced to the cells that matter for what is asked; without a question, or with none to match, their first figures. */
export const withCellsFor = (units: readonly Unit[], asked: readonly string[]): readonly Unit[] =>
  units.map((unit) => (unit.row ? reduced(unit, unit.row, asked) : unit));

function reduced(unit: Unit, row: Row, asked: readonly string[]): Unit {
  const matching = matchingCells(row.cells, asked);
  const telling = row.cells.filter((cell) => hasFigure(cell) || /\d/.test(cellOf(cell).value));
  const own = matching.length > 0 ? matching : telling.length > 0 ? telling : row.cells;
  return withQuotes(unit, row, own.slice(0, cellsMax));
}

/** Cells that speak of what is asked; one that has only a part of what another has (`orders`, `oversold orders`) steps back. */
function matchingCells(cells: readonly string[], asked: readonly string[]): string[] {
  const matchesIn = (textOf: (cell: string) => string): Set<string>[] =>
    cells.map((cell) => {
      const stems = stemsOf(textOf(cell));
      return new Set(asked.filter((stem) => holds(stems, stem)));
    });
  // What a cell is called says more than what stands in it.
  const named = matchesIn((cell) => spokenCell(cell).head);
  const matches = named.some(({ size }) => size > 0)
    ? named
    : matchesIn((cell) => cell.replaceAll("_", " "));
  const isBetter = (other: number, own: number): boolean => {
    const [theirs, mine] = [matches[other] ?? new Set(), matches[own] ?? new Set()];
    if (other === own || !mine.isSubsetOf(theirs)) return false;
    return theirs.size > mine.size || (isFigure(cells[other]) && !isFigure(cells[own]));
  };
  return cells.filter(
    (_, i) => (matches[i]?.size ?? 0) > 0 && !cells.some((_other, other) => isBetter(other, i)),
  );
}

const isFigure = (cell = ""): boolean => /^[$€£]?\s?\d/.test(cellOf(cell).value);

/** A row's unit that shows these of its cells. */
export function withQuotes(unit: Unit, row: Row, cells: readonly string[]): Unit {
  const quotes = [row.name, ...cells];
  const text = compose("row", quotes);
  const stems = stemsOf(text);
  // Whoever asks names what the table is about, which its title says.
  const indexed = [...(unit.titled ?? []), ...stems];
  const evidence = quotes.map((quote) => ({ source: unit.source, passage: unit.passage, quote }));
  return { ...unit, text, evidence, stems, indexed, words: Math.max(wordCount(text), rowWordsMin) };
}
