import { table } from "../bench/table.ts";
import type { Result } from "./run.ts";

/** The results of one engine. */
export type Column = { readonly engine: string; readonly results: readonly Result[] };

const head = [
  "set, engine",
  "n",
  "failed",
  "empty",
  "cited",
  "precision",
  "recall",
  "R1",
  "R2",
  "RL",
  "words",
  "answers",
  "complete",
  "grounded",
  "clear",
  "calls",
  "$ each",
  "s each",
];

/** A line for each set and engine. Figures of drafts are means over those that say something; calls, cost and time over all. */
export function report(columns: readonly Column[]): string {
  const sets = new Set(columns.flatMap(({ results }) => results.map(({ set }) => set)));
  const rows = [...sets].flatMap((set) =>
    columns.flatMap(({ engine, results }) => {
      const own = results.filter((result) => result.set === set);
      return own.length === 0 ? [] : [[`${set}, ${engine}`, ...cellsOf(own)]];
    }),
  );
  return table(head, rows);
}

function cellsOf(results: readonly Result[]): string[] {
  const scores = results.flatMap(({ score }) => score ?? []);
  const rouges = scores.flatMap(({ rouge }) => rouge ?? []);
  const marks = results.flatMap((result) => result.marks ?? []);
  const failed = results.filter((result) => result.failed !== null);
  return [
    String(results.length),
    String(failed.length),
    String(results.length - failed.length - scores.length),
    percent(scores.map(({ cited }) => cited)),
    percent(scores.map(({ precision }) => precision)),
    percent(scores.map(({ recall }) => recall)),
    mean(
      rouges.map(({ r1 }) => r1),
      1,
    ),
    mean(
      rouges.map(({ r2 }) => r2),
      1,
    ),
    mean(
      rouges.map(({ rl }) => rl),
      1,
    ),
    mean(
      scores.map(({ words }) => words),
      0,
    ),
    mean(
      marks.map(({ answers }) => answers),
      1,
    ),
    mean(
      marks.map(({ complete }) => complete),
      1,
    ),
    mean(
      marks.map(({ grounded }) => grounded),
      1,
    ),
    mean(
      marks.map(({ clear }) => clear),
      1,
    ),
    mean(
      results.map(({ calls }) => calls),
      1,
    ),
    mean(
      results.map(({ usd }) => usd),
      4,
    ),
    mean(
      results.map(({ seconds }) => seconds),
      2,
    ),
  ];
}

/** A dash where there is nothing to take a mean of. */
const mean = (values: readonly number[], digits: number): string =>
  values.length === 0
    ? "–"
    : (values.reduce((sum, value) => sum + value, 0) / values.length).toFixed(digits);

const percent = (values: readonly number[]): string =>
  values.length === 0
    ? "–"
    : `${mean(
        values.map((value) => value * 100),
        0,
      )} %`;
