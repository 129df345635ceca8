import { setTimeout as sleep } from "node:timers/promises";
import { z } from "zod";
import { quantile } from "../../bench/figures.ts";
import { type Ground, openGround } from "../../bench/ground.ts";
import { startSubject } from "../../bench/subject.ts";
import { signingSecret } from "../rig/asking.ts";
import type { Books } from "../rig/books.ts";
import { type Chance, openChance } from "../rig/chance.ts";
import { openFront } from "../rig/front.ts";
import { startPart } from "../rig/part.ts";
import type { Instead } from "../rig/program.ts";
import { type Answer, sendAll } from "../rig/send.ts";
import type { Given, Outcome, Trial } from "../trial.ts";
import { addCrowd, commands } from "./burst/crowd.ts";

/** How many ask, how fast, how many before them (which the workers are busy with meanwhile), and how long all may take. */
const sizes = {
  full: { requests: 1_000, perSecond: 1_000, before: 100, endSecondsMax: 600 },
  short: { requests: 30, perSecond: 100, before: 10, endSecondsMax: 60 },
};

/** The first ones come in at leisure: they find code that has never run, and connections that are not open yet. */
const beforePerSecond = 50;

const p99MsMax = 500;
const maxMsMax = 1_500;
/** Or no slower than so many times a bare app with one insert on the same machine. */
const timesBareMax = 2;

/** A thousand commands in one second, while the workers work: all are answered in time, and all come to an end. */
export const burst: Trial = {
  name: "burst",
  figure: "1,000 commands within 1 s, with the workers busy on the same machine",
  target: "0 refused, p99 < 500 ms or 2 × a bare app's, max < 1.5 s, all tasks end",

  async run(given): Promise<Outcome> {
    const chance = openChance(given.seed);
    await using ground = await openGround();
    const bare = await measureBare(ground, given, chance.fork("bare"));
    given.say(`bare app: ${figures(bare)}`);

    const databaseUrl = await ground.migrated("burst");
    const instead = given.guarded ? [] : [awaiting];
    await using front = await openFront({ databaseUrl, instead });
    addCrowd(front.slack);
    await using worker = await startPart("worker", { databaseUrl, apiUrl: front.slack.apiUrl });
    const answers = await fire([...front.urls], given, chance.fork("legwork"));
    given.say(`Legwork: ${figures(answers)}`);

    const refused = answers.filter(({ status, text }) => status !== 200 || !text.includes("On it"));
    for (const { status, text } of refused.slice(0, 3)) given.say(`${status} ${text}`);
    // Without the guard what was answered says it all.
    const { endSecondsMax } = sizes[given.size];
    const ends = given.guarded ? await allEnd(front.books, endSecondsMax, given) : undefined;
    if (worker.ended() !== undefined) given.say(`the worker ended: ${worker.ended()}`);
    return outcomeOf({ answers, bare, refused: refused.length, ends });
  },
};

/** The guard: a listener stores, and does not wait for what is stored. */
const awaiting: Instead = [
  new URL("../../../src/listeners/open.ts", import.meta.url).href,
  new URL("burst/awaiting.ts", import.meta.url).href,
];

async function measureBare(
  ground: Ground,
  given: Given,
  chance: Chance,
): Promise<readonly Answer[]> {
  const databaseUrl = await ground.empty("bare");
  await using subject = await startSubject("bolt", { signingSecret, databaseUrl });
  return fire([subject.url], given, chance);
}

async function fire(urls: string[], { size }: Given, chance: Chance): Promise<readonly Answer[]> {
  const { requests, perSecond, before } = sizes[size];
  const load = (count: number, rate: number, name: string) => ({
    urls,
    signingSecret,
    sendings: commands(chance, { requests: count, perSecond: rate, name }),
    atOnceMax: null,
  });
  await sendAll(load(before, beforePerSecond, "before"));
  return sendAll(load(requests, perSecond, "burst"));
}

const msOf = (answers: readonly Answer[]): number[] => answers.map(({ ms }) => ms);

const figures = (answers: readonly Answer[]): string => {
  const times = msOf(answers);
  const [p50, p99, max] = [0.5, 0.99, 1].map((q) => quantile(times, q).toFixed(0));
  const sentMs = Math.max(...answers.map((one) => one.sentMs)).toFixed(0);
  return `p50 ${p50} ms, p99 ${p99} ms, max ${max} ms, sent within ${sentMs} ms`;
};

type Ends = { readonly all: boolean; readonly seconds: number; readonly statuses: string };

/** How often somebody looks, in milliseconds. */
const lookEveryMs = 500;
const Counted = z.object({ status: z.string(), tasks: z.int() });

/** Waits until no task is under way, and everything that is to be shown is shown. */
async function allEnd(books: Books, secondsMax: number, { say }: Given): Promise<Ends> {
  const startedAt = performance.now();
  const seconds = () => (performance.now() - startedAt) / 1_000;
  let left = Infinity;
  for (let look = 0; left > 0 && seconds() < secondsMax; look++) {
    if (look > 0) await sleep(lookEveryMs);
    const open = await books.countOpen();
    left = open === undefined ? left : open.tasks + open.messages;
    if (look % 40 === 0) say(`${open?.tasks} tasks and ${open?.messages} messages to go`);
  }
  const rows = await books.query(
    "select status, count(*)::int as tasks from task group by status",
    Counted,
  );
  const statuses = rows.map(({ status, tasks }) => `${tasks} ${status}`).join(", ");
  return { all: left === 0, seconds: seconds(), statuses };
}

function outcomeOf(seen: {
  readonly answers: readonly Answer[];
  readonly bare: readonly Answer[];
  readonly refused: number;
  readonly ends: Ends | undefined;
}): Outcome {
  const { answers, bare, refused, ends } = seen;
  const p99 = quantile(msOf(answers), 0.99);
  const bareP99 = quantile(msOf(bare), 0.99);
  const inTime =
    (p99 < p99MsMax || p99 <= timesBareMax * bareP99) && Math.max(...msOf(answers)) < maxMsMax;
  const end = ends === undefined ? "" : `; ${ends.statuses} after ${ends.seconds.toFixed(0)} s`;
  return {
    measured:
      `${answers.length} commands, ${refused} refused, ${figures(answers)} ` +
      `(bare app p99 ${bareP99.toFixed(0)} ms)${end}`,
    met: refused === 0 && inTime && ends?.all === true,
  };
}
