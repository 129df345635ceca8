import { documentLimits } from "../limits.ts";
import { shorten } from "../wording.ts";
import type { Block } from "./block.ts";
import { cleanText } from "./passages.ts";

const { rowsMax, columnsMax, cellCharsMax } = documentLimits;

/**
 * A table's rows as passages that stand alone: `Country: Norway; Sites: 4`. The first filled row is the header if it
 * reads like one; `locate` names a row by its number in the table, counting from 1 as spreadsheets do.
 */
export function tableBlocks(
  rows: readonly (readonly string[])[],
  locate: (row: number) => string | null,
): { blocks: Block[]; cut: boolean } {
  const table = rows.slice(0, rowsMax).map((row) => row.slice(0, columnsMax).map(cleanCell));
  const first = table.findIndex((row) => row.some((cell) => cell !== ""));
  const candidate = table[first] ?? [];
  const header = isHeader(candidate, table.slice(first + 1)) ? candidate : null;

  const blocks = table.flatMap((row, index): Block[] => {
    if (index < first || (header !== null && index === first)) return [];
    const text = row.flatMap((cell, column) => cellText(cell, header?.[column])).join("; ");
    return text === "" ? [] : [{ text, locator: locate(index + 1), speaker: null, alone: true }];
  });
  return { blocks, cut: rows.length > rowsMax || rows.some((row) => row.length > columnsMax) };
}

const cleanCell = (cell: string): string =>
  shorten(cleanText(cell.slice(0, 4 * cellCharsMax)).replaceAll("\n", " "), cellCharsMax);

/** Names of columns are words, differ from each other, and have something under them. */
function isHeader(row: readonly string[], below: readonly (readonly string[])[]): boolean {
  const names = row.filter((cell) => cell !== "");
  return (
    names.length > 0 &&
    (names.length > 1 || row.length === 1) &&
    below.some((each) => each.some((cell) => cell !== "")) &&
    new Set(names).size === names.length &&
    names.every(
      (name) => /\p{L}/u.test(name) && name.length <= 100 && !/^[-+]?[\d.,]+%?$/.test(name),
    )
  );
}

const cellText = (cell: string, name: string | undefined): string[] => {
  if (cell === "") return [];
  return [name === undefined || name === "" ? cell : `${name}: ${cell}`];
};
