/** One line of the scorecard as the README shows it. */
export type Line = {
  readonly name: string;
  readonly figure: string;
  readonly target: string;
  readonly measured: string;
  readonly met: boolean;
  readonly seed: number;
};

const begin = "<!-- scorecard: written by `npm run faults` -->";
const end = "<!-- end of scorecard -->";

const head = ["| | broken on purpose | target | measured |", "|---|---|---|---|"];

/**
 * Puts lines into the table of a text, over those of the same names; others stay, and all stand in the `order` of their names.
 * Throws where the text has no place for it.
 */
export function withLines(
  text: string,
  lines: readonly Line[],
  order: readonly string[] = [],
): string {
  const [before, rest] = halves(text, begin);
  const [table, after] = halves(rest, end);
  const known = new Map(rowsIn(table).map((row) => [nameOf(row), row]));
  for (const line of lines) known.set(line.name, rowOf(line));
  const place = (name: string | undefined) => order.indexOf(name ?? "");
  const rows = [...known].toSorted(([a], [b]) => place(a) - place(b)).map(([, row]) => row);
  return [before, begin, "\n", [...head, ...rows].join("\n"), "\n", end, after].join("");
}

function halves(text: string, mark: string): [string, string] {
  const at = text.indexOf(mark);
  if (at < 0) throw new Error(`there is no ${mark} in the README`);
  return [text.slice(0, at), text.slice(at + mark.length)];
}

const rowsIn = (table: string): readonly string[] =>
  table.split("\n").filter((line) => line.startsWith("| `"));

const nameOf = (row: string): string | undefined => /^\| `([\w-]+)`/.exec(row)?.[1];

const cell = (text: string): string => text.replaceAll("|", "\\|");

const rowOf = ({ name, figure, target, measured, met, seed }: Line): string =>
  `| \`${name}\` | ${cell(figure)} | ${cell(target)} | ${met ? "" : "**not reached** · "}${cell(measured)} (seed ${seed}) |`;
