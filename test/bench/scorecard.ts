import type { Row } from "./quality.ts";
import { table } from "./table.ts";

/** The quality figures, a table for each set. */
export function scorecard(rows: readonly Row[]): string {
  const sets = Map.groupBy(rows, ({ set }) => set);
  return [...sets]
    .map(([set, ofSet]) => {
      const names = [...new Set(ofSet.flatMap(({ figures }) => Object.keys(figures)))];
      const cells = ofSet.map(({ system, figures }) => [
        system,
        ...names.map((name) => figures[name]?.toFixed(2) ?? ""),
      ]);
      return table([set, ...names], cells);
    })
    .join("\n\n");
}
