import fc from "fast-check";
import { ask, openGround } from "../../bench/ground.ts";
import { TaskId } from "../../../src/domain/ids.ts";
import { type Database, openDatabase } from "../../../src/store/database.ts";
import { openTask } from "../../../src/store/openings.ts";
import { rewritten } from "../rig/statements.ts";
import type { Given, Outcome, Trial } from "../trial.ts";
import { changes } from "./model/changes.ts";
import { inboxKey, openingOf } from "./model/fixtures.ts";
import { type Life, newLife } from "./model/life.ts";
import { messages } from "./model/messages.ts";
import { works } from "./model/works.ts";

/** How many lives; those without the guard need not be many to break. */
const runsOf = ({ size, guarded }: Given): number => (size === "full" ? 10_000 : guarded ? 50 : 40);

/** Lives at the same time, each of its own task; so many keep the server and us busy. */
const lanes = 4;

/** A task's life, step by step, beside a model of it: whatever is done to it, both say the same. */
export const model: Trial = {
  name: "model",
  figure: "Random lives of a task beside a model: every answer and every row after every step",
  target: "0 broken invariants in 10,000 runs",

  async run(given): Promise<Outcome> {
    await using ground = await openGround();
    const url = await ground.migrated("model");
    await ask(url, "alter database model set synchronous_commit = off");
    if (!given.guarded) await ask(url, "alter table task disable trigger task_law");
    await using pool = openDatabase({
      connectionString: url,
      connectionsMax: lanes * 2,
      connectTimeoutMs: 5_000,
      statementTimeoutMs: 10_000,
    });
    const db = given.guarded ? pool : rewritten(pool, withoutFence);
    const runs = Math.ceil(runsOf(given) / lanes);
    const tallies = await Promise.all(
      Array.from({ length: lanes }, (_, lane) => live(db, given, { lane, runs })),
    );
    return outcomeOf(tallies, runsOf(given));
  },
};

/** The guard is the comparing of what a worker holds with what stands now. */
const withoutFence = (text: string): string =>
  text.replace(/\b[tp]\.(?:epoch|claim) = (\$\d+)/g, "$1::int is not null");

/** More steps than these are no more likely to find what fewer did not. */
const stepsMax = 40;

const steps = fc.commands([changes, changes, works, works, messages], {
  maxCommands: stepsMax,
  size: "medium",
});

type Tally = { readonly runs: number; readonly steps: number; readonly broken: number };

/** A lane's share of the lives, one after another; also after one that is broken. */
async function live(
  db: Database,
  given: Given,
  { lane, runs }: { lane: number; runs: number },
): Promise<Tally> {
  const settings = { seed: given.seed + lane, numRuns: runs };
  let [lives, made, broken] = [0, 0, 0];
  const once = async (moves: Iterable<fc.AsyncCommand<Life, Database>>): Promise<void> => {
    const life = await born(db, lane, ++lives);
    try {
      await fc.asyncModelRun(async () => ({ model: life, real: db }), moves);
    } catch (error) {
      const said = error instanceof Error ? error.message : String(error);
      throw new Error(`${said} (${life.story.join("; ")})`, { cause: error });
    } finally {
      made += life.story.length;
    }
  };
  const all = fc.asyncProperty(steps, async (moves) => {
    await once(moves).catch(() => broken++);
    if (lives % sayEvery === 0) given.say(`${lives} of ${runs}, ${broken} broken`);
  });
  await fc.check(all, { ...settings, interruptAfterTimeLimit: laneMs });
  const tally = { runs: lives, steps: made, broken };
  if (broken > 0 && given.guarded) {
    const limits = { ...settings, interruptAfterTimeLimit: shrinkMs };
    const found = await fc.check(fc.asyncProperty(steps, once), limits);
    const path = found.counterexamplePath ?? "";
    given.say(`Broken with seed ${settings.seed}, path ${path}: ${String(found.errorInstance)}`);
  }
  return tally;
}

const sayEvery = 500;

/** A lane that takes longer than this is not what it was measured as, and ends where it is. In milliseconds. */
const laneMs = 20 * 60_000;

/** How long the smallest example is looked for, in milliseconds. */
const shrinkMs = 20_000;

/** A task that was just asked for, in the store and in the model. Its id follows from the lane and its number there. */
async function born(db: Database, lane: number, nth: number): Promise<Life> {
  const id = TaskId.parse(`00000000-0000-4000-8000-${hex(lane, 4)}${hex(nth, 8)}`);
  await openTask(db, [inboxKey(id)], openingOf(id));
  return newLife(id);
}

const hex = (n: number, digits: number): string => n.toString(16).padStart(digits, "0");

function outcomeOf(tallies: readonly Tally[], wanted: number): Outcome {
  const sum = (count: (tally: Tally) => number): number =>
    tallies.map(count).reduce((a, b) => a + b, 0);
  const [runs, made] = [sum((tally) => tally.runs), sum((tally) => tally.steps)];
  const broken = sum((tally) => tally.broken);
  return {
    measured: `${runs} runs, ${made} steps, ${broken} broken invariants`,
    met: broken === 0 && runs >= wanted,
  };
}
