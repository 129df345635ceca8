import readXlsxFile from "read-excel-file/node";
import { documentLimits } from "../limits.ts";
import type { Block, Content } from "./block.ts";
import { tableBlocks } from "./table.ts";

/** A workbook, sheet by sheet and row by row; formulas appear as the results stored with them. */
export async function readXlsx(buffer: Buffer): Promise<Content> {
  const sheets = await readSheets(buffer);
  if (sheets === null) return { ok: false, why: "it is damaged or not really an XLSX" };

  const blocks: Block[] = [];
  const notes: string[] = [];
  for (const { sheet, data } of sheets) {
    const rows = data.map((row) => row.map(cellText));
    const table = tableBlocks(rows, (row) => `${sheet}, row ${row}`);
    blocks.push(...table.blocks);
    if (table.cut && notes.length === 0) {
      notes.push(
        `of its sheets only the first ${documentLimits.rowsMax} rows and ${documentLimits.columnsMax} columns were read`,
      );
    }
  }
  return { ok: true, title: null, blocks, notes };
}

async function readSheets(buffer: Buffer) {
  try {
    return await readXlsxFile(buffer);
  } catch {
    // Errors of the XML and zip readers; to the reader they all mean the same.
    return null;
  }
}

/** Dates of a sheet have no time zone; they are read as UTC and shown without a time where they have none. */
function cellText(cell: unknown): string {
  if (cell instanceof Date) {
    if (Number.isNaN(cell.getTime())) return "";
    return cell
      .toISOString()
      .replace(/T00:00:00\.000Z$/, "")
      .replace(/^(\S+)T(\d\d:\d\d).*$/, "$1 $2");
  }
  if (typeof cell === "number") return String(Number(cell.toPrecision(15)));
  return typeof cell === "string" || typeof cell === "boolean" ? String(cell) : "";
}
