import { CsvError } from "csv-parse/sync";
import { parse } from "csv-parse/sync";
import { documentLimits } from "../limits.ts";
import type { Content } from "./block.ts";
import { tableBlocks } from "./table.ts";

const { rowsMax, recordCharsMax } = documentLimits;

/** Separated values of any usual delimiter, row by row. Quotes that do not match are taken as letters. */
export function readCsv(text: string): Content {
  const delimiter = delimiterOf(text.slice(0, 20_000));
  const notes: string[] = [];
  let rows = parseRows(text, delimiter, '"');
  if (rows === null) {
    rows = parseRows(text, delimiter, false);
    notes.push("its quotes do not match, so rows were read line by line");
  }
  if (rows === null) return { ok: false, why: "one of its lines is too long for a row" };

  const { blocks, cut } = tableBlocks(rows, (row) => `row ${row}`);
  if (cut) notes.push(`only its first ${rowsMax} rows were read`);
  return { ok: true, title: null, blocks, notes };
}

function parseRows(text: string, delimiter: string, quote: '"' | false): string[][] | null {
  try {
    return parse(text, {
      bom: true,
      delimiter,
      quote,
      relax_column_count: true,
      relax_quotes: true,
      max_record_size: recordCharsMax,
      to: rowsMax + 1,
    });
  } catch (error) {
    if (error instanceof CsvError) return null;
    throw error;
  }
}

/** The delimiter that every one of the first lines has most of; a comma if none has any. */
function delimiterOf(head: string): string {
  const lines = head
    .split(/\r?\n|\r/)
    .filter((line) => line.trim() !== "")
    .slice(0, 10)
    .map((line) => line.replaceAll(/"[^"]*"/g, ""));
  const least = (delimiter: string) =>
    Math.min(...lines.map((line) => line.split(delimiter).length - 1));
  const [best] = [",", ";", "\t", "|"].toSorted((one, other) => least(other) - least(one));
  return best ?? ",";
}
