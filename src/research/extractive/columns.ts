import { cellOf, compose, spokenCell } from "./compose.ts";
import { holds } from "./kin.ts";
import type { Unit } from "./units.ts";
import { stemsOf, wordCount } from "./words.ts";

/** Columns set side by side, and those that fit a headline. */
const most = { shown: 5, inHeadline: 2 } as const;
const headlineCharactersMax = 110;

/** Columns that all rows have and in which they differ: those asked for first, then those with figures. */
export function columnsOf(rows: readonly Unit[], about: readonly string[]): string[] {
  const [first, ...rest] = rows.map(
    ({ row }) => new Map((row?.cells ?? []).map((cell) => [cellOf(cell).name, cell])),
  );
  if (!first || rest.length === 0) return [];
  const weigh = (name: string): number =>
    (about.some((stem) => holds(stemsOf(name.replaceAll("_", " ")), stem)) ? 4 : 0) +
    ([first, ...rest].every((cells) => /^[$€£]?\s?\d/.test(cellOf(cells.get(name) ?? "").value))
      ? 1
      : 0);
  return [...first.keys()]
    .filter((name) => rest.every((cells) => cells.has(name) && cells.get(name) !== first.get(name)))
    .map((name) => ({ name, weight: weigh(name) }))
    .filter(({ weight }) => weight > 0)
    .toSorted((a, b) => b.weight - a.weight)
    .slice(0, most.shown)
    .map(({ name }) => name);
}

const cellFor = (unit: Unit, column: string): string =>
  unit.row?.cells.find((cell) => cellOf(cell).name === column) ?? "";

/** One statement for each column that two rows share. */
export function differences([one, other]: readonly Unit[], columns: readonly string[]): Unit[] {
  if (!one?.row || !other?.row) return [];
  return columns.map((column): Unit => {
    const quotes = [one, other].flatMap((unit) =>
      [unit.row?.name ?? "", cellFor(unit, column)].map((quote) => ({
        source: unit.source,
        passage: unit.passage,
        quote,
      })),
    );
    const text = compose(
      "sides",
      quotes.map(({ quote }) => quote),
    );
    return { ...one, text, evidence: quotes, stems: stemsOf(text), words: wordCount(text) };
  });
}

/** `A vs B: price 1150 vs 620 EUR a month, retention 14 vs 30 days`. */
export function headlineFor(
  names: readonly string[],
  rows: readonly Unit[],
  columns: readonly string[],
): string | undefined {
  if (rows.length < 2 || columns.length === 0) return undefined;
  const said = columns.slice(0, most.inHeadline).map((column) => {
    const cells = rows.map((row) => spokenCell(cellFor(row, column)));
    const unit = /^[\d.,]+(?: (.*))?$/.exec(cells[0]?.value ?? "")?.[1] ?? "";
    const values = cells.map(({ value }, i) =>
      i < cells.length - 1 && unit !== "" && value.endsWith(` ${unit}`)
        ? value.slice(0, -unit.length - 1)
        : value,
    );
    return `${cells[0]?.head ?? ""} ${values.join(" vs ")}`;
  });
  const fitting = [said.length, 1].map(
    (count) => `${names.join(" vs ")}: ${said.slice(0, count).join(", ")}`,
  );
  return fitting.find((text) => text.length <= headlineCharactersMax);
}
