import type { Draft } from "../../../src/domain/draft.ts";
import { statementsOf } from "../../../src/domain/draft.ts";
import { harbourPages } from "../../support/harbour.ts";
import { openWeb, type SmallWeb } from "../../support/web.ts";
import { openChance } from "../rig/chance.ts";
import { openPostgres, type Postgres } from "../rig/postgres.ts";
import { openResearch, type Research } from "../rig/research.ts";
import type { Given, Outcome, Trial } from "../trial.ts";
import { type Accounts, accountFor } from "./engine/accounts.ts";
import { killWorkers } from "./engine/killing.ts";

/**
 * How many workers die, and how many of them over one and the same question: a job that has lost its worker 20 times is given
 * up. Times in milliseconds.
 */
const sizes = {
  full: { kills: 60, killsARun: 12, runsMax: 15, callMs: 400, patienceMs: 180_000 },
  short: { kills: 4, killsARun: 4, runsMax: 3, callMs: 150, patienceMs: 60_000 },
} as const satisfies Record<Given["size"], object>;

const staff = { workers: 2, concurrency: 4 };

/** One question, brought to its draft or not. */
type Run = {
  readonly deaths: number;
  readonly draft: Draft | undefined;
  readonly accounts: Accounts;
  /** Messages that were posted more than once. */
  readonly doubled: number;
};

/** Whoever thinks with a model may die in the middle of any thought. */
export const engine: Trial = {
  name: "engine",
  figure: "Workers killed while they research five parts with a model, at any moment",
  target: "the draft of an undisturbed run, 0 finished calls paid again, the books equal the bill",

  async run(given): Promise<Outcome> {
    const { kills, killsARun, runsMax } = sizes[given.size];
    const chance = openChance(given.seed);
    await using postgres = await openPostgres(given.size);
    await using web = await openWeb(harbourPages, { opened: false });
    const calm = await runOnce({ given, postgres, web, name: "calm" }, 0);
    const runs: Run[] = [];
    while (killed(runs) < kills && runs.length < runsMax) {
      const left = Math.min(killsARun, kills - killed(runs));
      const place = { given, postgres, web, name: `killed${runs.length + 1}` };
      runs.push(await runOnce(place, left, chance.fork(place.name)));
      given.say(`${killed(runs)} kills, ${runs.length} runs`);
    }
    return outcomeOf(calm, runs, given);
  },
};

const killed = (runs: readonly Run[]): number => runs.reduce((sum, { deaths }) => sum + deaths, 0);

type Place = {
  readonly given: Given;
  readonly postgres: Postgres;
  readonly web: SmallWeb;
  readonly name: string;
};

/** Asks the question in a house of its own, and has so many workers die over it. */
async function runOnce(
  { given, postgres, web, name }: Place,
  kills: number,
  chance = openChance(given.seed),
): Promise<Run> {
  const { callMs, patienceMs } = sizes[given.size];
  const replaced = given.guarded ? {} : { "src/queue/pay.ts": "unread.ts" };
  await using research = await openResearch(postgres, web, { ...staff, name, callMs, replaced });
  await research.ask();
  let over = false;
  const [draft, deaths] = await Promise.all([
    research.drafted(patienceMs).finally(() => (over = true)),
    killWorkers(research, kills, chance, () => over),
  ]);
  const accounts = await accountFor(research, deaths);
  for (const one of complaintsOf(accounts)) given.say(`${name}: ${one}`);
  return { deaths: deaths.length, draft, accounts, doubled: doubledIn(research) };
}

const complaintsOf = ({ rerun, idle, wrong }: Accounts): string[] =>
  [rerun, idle, wrong].flatMap((broken) => broken.slice(0, 5));

const doubledIn = ({ slack }: Research): number =>
  slack.messages.length - new Set(slack.messages.map(({ key }) => key)).size;

function outcomeOf(calm: Run, runs: readonly Run[], { size }: Given): Outcome {
  const all = [calm, ...runs];
  const total = (of: (run: Run) => number): number => all.reduce((sum, run) => sum + of(run), 0);
  const wanted = JSON.stringify(calm.draft);
  const same = runs.filter(({ draft }) => draft !== undefined && JSON.stringify(draft) === wanted);
  const rerun = total(({ accounts }) => accounts.rerun.length);
  const amiss = total(({ accounts }) => accounts.idle.length + accounts.wrong.length);
  const doubled = total((run) => run.doubled);
  const isWritten = calm.draft !== undefined && statementsOf(calm.draft).length > 0;
  const certain = total(({ accounts }) => accounts.bookedUsd - accounts.maybeUsd);
  const billed = total(({ accounts }) => accounts.billedUsd);
  const cut = total(({ accounts }) => accounts.cutUsd);
  return {
    measured:
      `${killed(runs)} kills over ${runs.length} runs of ${calm.accounts.calls} calls, ` +
      `${same.length} of ${runs.length} drafts the same, ${doubled} duplicates; ` +
      `${rerun} finished calls paid again, ${total(({ accounts }) => accounts.repeats)} cut ones; ` +
      `booked ${dollars(certain)} and for cut calls at most ${dollars(total(({ accounts }) => accounts.maybeUsd))}, ` +
      `billed ${dollars(billed - cut)} and for cut calls ${dollars(cut)}; ${amiss} errors in the books`,
    met:
      isWritten &&
      same.length === runs.length &&
      killed(runs) >= sizes[size].kills &&
      rerun + amiss + doubled === 0,
  };
}

const dollars = (usd: number): string => `$${usd.toFixed(4)}`;
