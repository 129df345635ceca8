import { setTimeout as sleep } from "node:timers/promises";
import { harbourPages, harbourParts } from "../../support/harbour.ts";
import { openWeb, type SmallWeb } from "../../support/web.ts";
import { openPostgres, type Postgres } from "../rig/postgres.ts";
import { openResearch, type Research } from "../rig/research.ts";
import type { Given, Outcome, Trial } from "../trial.ts";

/** How long each call takes, and how often it is measured: the slowest counts. Shorter calls would measure the machine. Times in milliseconds. */
const sizes = {
  full: { callMs: 2_000, rounds: 3 },
  short: { callMs: 700, rounds: 1 },
} as const satisfies Record<Given["size"], object>;

/** Of the time that the calls would take one after the other. Not a fifth: the first call warms the cache for its siblings. */
const shareMax = 0.4;

/** Two workers, as many parts at once as there are; without them side by side, one part at a time. */
const staffs = {
  beside: { workers: 2, concurrency: 4 },
  alone: { workers: 1, concurrency: 1 },
} as const;

/** The parts of a plan are gathered side by side. */
export const parallel: Trial = {
  name: "parallel",
  figure: "Five parts of four model calls each, gathered side by side",
  target: "< 40 % of the time that the calls would take one after the other",

  async run(given): Promise<Outcome> {
    const { callMs, rounds } = sizes[given.size];
    await using postgres = await openPostgres(given.size);
    await using web = await openWeb(harbourPages, { opened: false });
    const shares: number[] = [];
    let calls = 0;
    for (let round = 1; round <= rounds; round++) {
      const took = await measure({ given, postgres, web, name: `round${round}` });
      calls = took.calls;
      shares.push(took.ms / (took.calls * callMs));
      given.say(`${took.calls} calls of ${callMs} ms in ${took.ms} ms`);
    }
    const share = Math.max(...shares);
    return {
      measured: `${rounds} ${rounds === 1 ? "run" : "runs"} of ${calls} calls of ${callMs / 1_000} s: at most ${(share * 100).toFixed(0)} % of their time`,
      met: share < shareMax && calls >= harbourParts.length * 2,
    };
  },
};

type Place = {
  readonly given: Given;
  readonly postgres: Postgres;
  readonly web: SmallWeb;
  readonly name: string;
};

/** From the first call of the first part until the model is asked what is missing, hand-over and all. */
async function measure({
  given,
  postgres,
  web,
  name,
}: Place): Promise<{ calls: number; ms: number }> {
  const { callMs } = sizes[given.size];
  const staff = given.guarded ? staffs.beside : staffs.alone;
  await using research = await openResearch(postgres, web, { ...staff, name, callMs });
  await research.ask();
  await isGathered(research, callMs);
  const { arrivals } = research;
  const gathering = arrivals.filter(({ gathers }) => gathers);
  const from = gathering[0]?.at ?? 0;
  const until = arrivals[arrivals.findLastIndex(({ gathers }) => gathers) + 1]?.at ?? Infinity;
  return { calls: gathering.length, ms: until - from };
}

/** How often somebody looks, in milliseconds, and how many calls may be waited for. */
const lookEveryMs = 20;
const callsMax = 100;

/** A call that gathers nothing comes after one that does. Otherwise the time is over, and was endless. */
async function isGathered({ arrivals }: Research, callMs: number): Promise<void> {
  const until = Date.now() + callsMax * Math.max(callMs, 500);
  const first = (): number => arrivals.findIndex(({ gathers }) => gathers);
  while (Date.now() < until) {
    if (first() >= 0 && arrivals.at(-1)?.gathers === false) return;
    await sleep(lookEveryMs);
  }
}
