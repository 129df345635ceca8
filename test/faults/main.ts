import { readFile, writeFile } from "node:fs/promises";
import { availableParallelism, totalmem } from "node:os";
import { parseArgs } from "node:util";
import { type Line, withLines } from "./table.ts";
import type { Trial } from "./trial.ts";
import { trials } from "./trials.ts";

const readme = new URL("../../README.md", import.meta.url);

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    seed: { type: "string" },
    short: { type: "boolean", default: false },
    unguarded: { type: "boolean", default: false },
  },
});
const seed = Number(values.seed ?? Math.floor(Math.random() * 2 ** 31));
const unknown = positionals.filter((name) => !trials.some((trial) => trial.name === name));
const order = trials.map(({ name }) => name);
const say = (line: string): void => void process.stdout.write(`${line}\n`);

if (unknown.length > 0 || !Number.isInteger(seed)) {
  const known = trials.map(({ name }) => name).join(", ");
  process.stderr.write(
    `Say which of ${known}, or none for all; --seed <whole number>, --short, --unguarded.\n`,
  );
  process.exitCode = 2;
} else {
  await run(trials.filter(({ name }) => positionals.length === 0 || positionals.includes(name)));
}

/** One after the other; each full result goes into the README at once, so that a long run that is stopped has not been for nothing. */
async function run(chosen: readonly Trial[]): Promise<void> {
  const gib = (totalmem() / 2 ** 30).toFixed(0);
  say(`seed ${seed} · ${availableParallelism()} cores, ${gib} GiB, Node ${process.version}`);
  let reached = 0;
  for (const trial of chosen) {
    say(`\n${trial.name}: ${trial.figure}\n  target: ${trial.target}`);
    const line = await measure(trial);
    say(`  ${line.met ? "reached" : "NOT REACHED"}: ${line.measured}`);
    if (line.met) reached++;
    if (values.short || values.unguarded) continue;
    await writeFile(readme, withLines(await readFile(readme, "utf8"), [line], order));
  }
  say(`\n${reached} of ${chosen.length} reached`);
  process.exitCode = reached === chosen.length ? 0 : 1;
}

async function measure(trial: Trial): Promise<Line> {
  const { name, figure, target } = trial;
  const given = {
    size: values.short ? ("short" as const) : ("full" as const),
    seed,
    guarded: !values.unguarded,
    say: (line: string) => say(`  · ${line}`),
  };
  try {
    return { name, figure, target, seed, ...(await trial.run(given)) };
  } catch (error) {
    // A trial that breaks has shown nothing, which is not the same as a target that was reached.
    const measured = `broke off: ${error instanceof Error ? error.message : "?"}`;
    return { name, figure, target, seed, measured, met: false };
  }
}
