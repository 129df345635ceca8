import fc from "fast-check";
import { ask, openGround } from "../../bench/ground.ts";
import type { Given, Outcome, Trial } from "../trial.ts";
import { acts } from "./races/people.ts";
import type { Scenario } from "./races/competition.ts";
import { recorder, recordOf } from "./races/record.ts";
import { openScene, type Scene } from "./races/scene.ts";
import { verdict } from "./races/verdict.ts";

/** How many competitions; those without the guard need not be many to break. */
const runsOf = ({ size, guarded }: Given): number => (size === "full" ? 2_000 : guarded ? 40 : 12);

/** So many at the same time, each in a database of its own: two keep the server and us busy. */
const lanes = 2;

/** Approve, revise, edit, discard, stop and notes, all at once: whatever the order, one of them decides. */
export const races: Trial = {
  name: "races",
  figure: "Decisions, stops and notes at the same moment, statement by statement",
  target: "one winner each, action at most once",

  async run(given): Promise<Outcome> {
    await using ground = await openGround();
    const tallies = await Promise.all(
      Array.from({ length: lanes }, async (_, lane) => {
        const url = await ground.migrated(`races_${lane}`);
        await ask(url, `${recorder}${given.guarded ? "" : unguard}${unsynced(lane)}`);
        await using scene = await openScene(url, given.guarded ? undefined : withoutLock);
        await ask(url, "create index on pgboss.job ((data ->> 'taskId'))");
        return await race(scene, given, lane);
      }),
    );
    return outcomeOf(tallies, runsOf(given));
  },
};

/** The guard is the row's lock; behind it stand the tables' own laws, which would turn a second winner into an error. */
const withoutLock = (text: string): string => text.replace(/\bfor update\b(?: of \w+)?/, "");
const unguard = `
  alter table decision drop constraint decision_task_id_revision_key;
  alter table history drop constraint history_pkey;
  alter table task disable trigger task_law;
`;

/** Nothing here is about power cuts. */
const unsynced = (lane: number): string =>
  `alter database races_${lane} set synchronous_commit = off;`;

const person = fc.record({
  who: fc.constantFrom("ada" as const, "grace" as const),
  acts: fc.array(fc.constantFrom(...acts), { minLength: 1, maxLength: 2 }),
});
const people = fc.array(person, { minLength: 2, maxLength: 4 });
const hand = fc.record({ diesAt: fc.option(fc.integer({ min: 1, max: 40 }), { nil: null }) });
const workers = fc.array(hand, { minLength: 1, maxLength: 2 });
const scenario: fc.Arbitrary<Scenario> = fc.oneof(
  fc.record({ start: fc.constant("in_review" as const), people, workers: fc.constant([]) }),
  fc.record({ start: fc.constant("running" as const), people, workers }),
);

type Tally = {
  readonly competitions: number;
  readonly orders: ReadonlySet<string>;
  /** In how many somebody waited for a lock while others went on. */
  readonly contended: number;
  readonly broken: readonly (readonly string[])[];
};

/** A lane's share of the competitions, one after another; also after one that is broken. */
async function race(scene: Scene, given: Given, lane: number): Promise<Tally> {
  const settings = { seed: given.seed + lane, numRuns: Math.ceil(runsOf(given) / lanes) };
  let competitions = 0;
  const orders = new Set<string>();
  const broken: (readonly string[])[] = [];
  let contended = 0;
  const property = fc.asyncProperty(scenario, fc.scheduler(), async (plan, scheduler) => {
    const { complaints, ...competed } = await compete(scene, plan, scheduler);
    competitions++;
    if (competed.contended) contended++;
    orders.add(orderOf(scheduler).join("\n"));
    if (complaints.length > 0) {
      broken.push(complaints);
      if (broken.length <= saidMax) given.say(`broken: ${complaints.join("; ")}`);
    }
    if (competitions % sayEvery === 0) given.say(`${competitions}, ${broken.length} broken`);
  });
  await fc.check(property, { ...settings, interruptAfterTimeLimit: laneMs });
  if (broken.length > 0 && given.guarded) await explain(scene, given, settings);
  return { competitions, orders, contended, broken };
}

const sayEvery = 100;

/** A lane that takes longer than this is not what it was measured as, and ends where it is. In milliseconds. */
const laneMs = 20 * 60_000;

/** More broken ones than these are only counted. */
const saidMax = 5;

async function compete(
  scene: Scene,
  plan: Scenario,
  scheduler: fc.Scheduler,
): Promise<{ complaints: readonly string[]; contended: boolean }> {
  try {
    const { taskId, deeds, contended } = await scene.compete(plan, scheduler);
    return { complaints: verdict(await recordOf(scene.db, taskId), deeds), contended };
  } catch (error) {
    const said = error instanceof Error ? error.message : String(error);
    return { complaints: [`it could not be played: ${said}`], contended: false };
  }
}

const orderOf = (scheduler: fc.Scheduler): readonly string[] =>
  scheduler.report().flatMap(({ label, status }) => (status === "resolved" ? [label] : []));

/** How long the smallest example is looked for, in milliseconds. */
const shrinkMs = 20_000;

/** Looks for the smallest competition that breaks, and says it turn by turn. */
async function explain(
  scene: Scene,
  { say }: Given,
  settings: { readonly seed: number; readonly numRuns: number },
): Promise<void> {
  const property = fc.asyncProperty(scenario, fc.scheduler(), async (plan, scheduler) => {
    const { complaints } = await compete(scene, plan, scheduler);
    if (complaints.length > 0) throw new Error(complaints.join("; "));
  });
  const found = await fc.check(property, { ...settings, interruptAfterTimeLimit: shrinkMs });
  const [plan, scheduler] = found.counterexample ?? [];
  const path = found.counterexamplePath ?? "";
  say(`Broken with seed ${settings.seed}, path ${path}: ${String(found.errorInstance)}`);
  say(JSON.stringify(plan));
  for (const line of scheduler === undefined ? [] : orderOf(scheduler)) say(`  ${line}`);
}

function outcomeOf(tallies: readonly Tally[], wanted: number): Outcome {
  const sum = (count: (tally: Tally) => number): number =>
    tallies.map(count).reduce((a, b) => a + b, 0);
  const competitions = sum((tally) => tally.competitions);
  const orders = sum((tally) => tally.orders.size);
  const contended = sum((tally) => tally.contended);
  const broken = sum((tally) => tally.broken.length);
  return {
    measured: `${competitions} competitions in ${orders} orders, ${contended} with locks waited for, ${broken} broken`,
    met: broken === 0 && competitions >= wanted,
  };
}
