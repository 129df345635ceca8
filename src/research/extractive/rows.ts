import { cellOf } from "./compose.ts";
import { sentencesOf } from "./sentences.ts";
import { wordCount } from "./words.ts";

/** A table's row: what it is about, and its other short cells; each as it is quoted (`name: value`). */
export type Row = {
  readonly name: string;
  readonly cells: readonly string[];
  /** Sentences out of cells that hold running text. */
  readonly notes: readonly string[];
};

/** A longer value is no cell at a glance. In characters. */
const valueCharactersMax = 60;
const nameWordsMax = 5;
const cellsMin = 3;
/** A row of two cells is told from prose by being short. In characters. */
const pairCharactersMax = 120;

/** Reads `name: value; name: value; …` as a row; undefined for any other text. */
export function rowOf(text: string): Row | undefined {
  if (text.includes("\n")) return undefined;
  const cells: string[] = [];
  for (const piece of text.split("; ")) {
    const isCell = isNamed(piece);
    if (!isCell && cells.length === 0) return undefined;
    if (isCell) cells.push(piece);
    else cells.push(`${cells.pop() ?? ""}; ${piece}`);
  }
  const names = new Set(cells.map((cell) => cellOf(cell).name));
  if (names.size < cells.length || cells.length < 2) return undefined;
  if (cells.length < cellsMin && text.length > pairCharactersMax) return undefined;

  // A running number names nothing.
  const name = cells.find((cell) => /\p{L}/u.test(cellOf(cell).value)) ?? cells[0] ?? "";
  const others = cells.filter((cell) => cell !== name);
  const long = others.filter(isRunningText);
  return {
    name,
    cells: others.filter((cell) => !long.includes(cell)),
    notes: long.flatMap((cell) => {
      const { value } = cellOf(cell);
      return sentencesOf(value).map(({ start, end }) => value.slice(start, end));
    }),
  };
}

const isNamed = (piece: string): boolean => {
  const name = /^([\p{L}#][^:;.!?\n]{0,59}): \S/u.exec(piece)?.[1];
  return name !== undefined && wordCount(name) <= nameWordsMax;
};

const isRunningText = (cell: string): boolean => {
  const { value } = cellOf(cell);
  return value.length > valueCharactersMax || /[.!?]\s+\p{Lu}/u.test(value);
};
