import { setTimeout as sleep } from "node:timers/promises";
import { z } from "zod";
import { signingSecret } from "../rig/asking.ts";
import { openChance } from "../rig/chance.ts";
import { type Front, openFront } from "../rig/front.ts";
import { openPostgres, type Postgres } from "../rig/postgres.ts";
import type { Instead } from "../rig/program.ts";
import { openProxy, type Proxy } from "../rig/proxy.ts";
import { sendAll } from "../rig/send.ts";
import type { Given, Outcome, Trial } from "../trial.ts";
import { type Blow, planBlows, planRequests, type Sent } from "./outage/plan.ts";
import { isClean, judge, summed, type Verdict } from "./outage/verdict.ts";

/** Slack's own pauses are 0, 1 and 5 minutes. Here the last try comes when the last blow is over, so that a trial ends. In milliseconds. */
const sizes = {
  full: {
    rounds: 8,
    forMs: { crash: 2_000, freeze: 2_000, deafen: 2_000 },
    betweenMs: 1_500,
    everyMs: 50,
    againAfterMs: [50, 3_000],
  },
  // Only the frozen one has to last: longer than anybody waits for it.
  short: {
    rounds: 1,
    forMs: { crash: 300, freeze: 1_300, deafen: 300 },
    betweenMs: 250,
    everyMs: 40,
    againAfterMs: [100, 1_500],
  },
};

const sorts = ["crash", "freeze", "deafen"] as const;

/** Postgres crashes, stands still and is not heard, while people ask: nobody is told what is not so. */
export const outage: Trial = {
  name: "outage",
  figure: "Postgres crashed, frozen and cut off while requests come in",
  target: "0 false answers, all within 1.5 s, every event recovered",

  async run(given): Promise<Outcome> {
    const { size, seed, guarded, say } = given;
    const { rounds, everyMs, againAfterMs, ...times } = sizes[size];
    const chance = openChance(seed);
    const blows = planBlows(chance.fork("blows"), guarded ? sorts : ["crash"], rounds, times);
    const endMs = blows.reduce((end, { atMs, forMs }) => Math.max(end, atMs + forMs), 0);
    const count = Math.ceil((endMs + times.betweenMs) / everyMs);
    const sent = planRequests(chance.fork("requests"), count, {
      everyMs,
      againAfterMs,
      calmAtMs: endMs + times.betweenMs,
    });

    await using postgres = await openPostgres(size);
    const databaseUrl = await postgres.migrated("outage");
    await using proxy = await openProxy(databaseUrl);
    // Two apps, so that a refusal is also heard at first hand; both fare alike.
    const ways = size === "full" ? [proxy.url, databaseUrl] : [proxy.url];
    const instead = guarded ? [] : [hasty];
    await using front = await openFront({ databaseUrl, ways, instead });
    const verdict = await play({ given, front, postgres, proxy, blows, sent });
    for (const name of ["falseYes", "falseNo", "unrecovered", "odd", "late"] as const) {
      if (verdict[name].length > 0) say(`${name}: ${verdict[name].slice(0, 5).join(", ")}`);
    }
    return { measured: `${blows.length} blows; ${summed(verdict)}`, met: isClean(verdict) };
  },
};

/** The guard: Slack hears “ok” only after it is stored. */
const hasty: Instead = [
  new URL("../../../src/slack/outcome.ts", import.meta.url).href,
  new URL("outage/acknowledging.ts", import.meta.url).href,
];

type Scene = {
  readonly given: Given;
  readonly front: Front;
  readonly postgres: Postgres;
  readonly proxy: Proxy;
  readonly blows: readonly Blow[];
  readonly sent: readonly Sent[];
};

async function play({ given, front, postgres, proxy, blows, sent }: Scene): Promise<Verdict> {
  const load = {
    urls: [...front.urls],
    signingSecret,
    sendings: sent.map(({ kind: _kind, question: _question, ...sending }) => sending),
    atOnceMax: null,
  };
  const [answers] = await Promise.all([sendAll(load), strike({ given, postgres, proxy, blows })]);
  const rows = await front.books.query(
    "select question, count(*)::int as tasks from task group by question",
    Stored,
  );
  return judge(sent, answers, new Map(rows.map(({ question, tasks }) => [question, tasks])));
}

const Stored = z.object({ question: z.string(), tasks: z.int() });

async function strike({
  given,
  postgres,
  proxy,
  blows,
}: Pick<Scene, "given" | "postgres" | "proxy" | "blows">): Promise<void> {
  const startedAt = performance.now();
  for (const { what, atMs, forMs } of blows) {
    await sleep(Math.max(0, atMs - (performance.now() - startedAt)));
    given.say(`${what} for ${forMs} ms`);
    const turn = turns(postgres, proxy)[what];
    await turn.spoil();
    await sleep(forMs);
    await turn.mend();
  }
}

const turns = (postgres: Postgres, proxy: Proxy) => ({
  crash: { spoil: () => postgres.crash(), mend: () => postgres.start() },
  freeze: { spoil: () => postgres.freeze(), mend: async () => postgres.thaw() },
  deafen: { spoil: async () => proxy.turn("deaf"), mend: async () => proxy.turn("open") },
});
