import { setTimeout as sleep } from "node:timers/promises";
import { z } from "zod";
import { underLoad } from "../rig/load.ts";
import { openScene, type Scene, visibleWithinMs } from "../rig/scene.ts";
import { settle } from "../rig/settle.ts";
import { openFaults } from "../rig/slackFaults.ts";
import { complaints, isClean, judge, summed } from "../rig/verdict.ts";
import type { Given, Outcome, Trial } from "../trial.ts";

const roundsOf = ({ size, guarded }: Given): number => (size === "full" ? 200 : guarded ? 5 : 12);

/** Apart from the rounds themselves, everything is over within so many milliseconds. */
const settleMs = { full: 90_000, short: 60_000 };

const load = { workers: 2, underWay: 12, tasksMax: 5_000 };
const shares = { lost: 0, refused: 0, failed: 0, visibleWithinMs };

/** Work goes on for so long between two rounds, at least and at most; in milliseconds. */
const betweenMs = { from: 200, to: 800 };

/** Every connection to the database is cut, again and again, just as the result of a step is to be stored. */
export const sessions: Trial = {
  name: "sessions",
  figure: "All sessions of Postgres ended between two steps",
  target: "0 lost, 0 duplicates, no attempt charged",

  async run(given): Promise<Outcome> {
    const rounds = roundsOf(given);
    await using scene = await openScene(given, {
      ...(!given.guarded && { replaced: { "src/store/database.ts": "blaming.ts" } }),
    });
    const { slack, chance, crew } = scene;
    slack.fated(openFaults(chance.fork("slack"), shares));
    const cutAt: number[] = [];
    const charged = new Set<string>();
    let cut = 0;
    await underLoad(scene, load, async () => {
      for (let n = 1; n <= rounds; n++) {
        await sleep(betweenMs.from + chance.below(betweenMs.to - betweenMs.from));
        await answered(scene);
        for (const attempt of await listCharged(scene)) charged.add(attempt);
        cut += await cutAll(scene);
        cutAt.push(Date.now());
        if (n % 50 === 0) given.say(`${n} rounds`);
      }
    });
    await settle(scene, given.size, settleMs[given.size]);
    const verdict = await judge(scene, (paid, next) =>
      cutAt.some((at) => at >= paid.begunAt && at <= next.begunAt),
    );
    const ended = crew.hands.filter(({ goneAt }) => goneAt() !== undefined).length;
    for (const attempt of await listCharged(scene)) charged.add(attempt);
    for (const complaint of [...complaints(verdict), ...charged]) given.say(complaint);
    return {
      measured:
        `${rounds} rounds, ${cut} sessions; ${summed(verdict)}, ${charged.size} attempts charged, ` +
        `${ended} processes ended`,
      met: isClean(verdict) && charged.size === 0 && ended === 0,
    };
  },
};

/** How often somebody looks, and after how long a round goes on without an answer; in milliseconds. */
const lookEveryMs = 5;
const answeredWithinMs = 1_000;

/** Resolves with the next answer of the model. */
async function answered({ model }: Scene): Promise<void> {
  const count = () => model.bill.filter(({ end }) => end === "answered").length;
  const before = count();
  const until = Date.now() + answeredWithinMs;
  while (count() === before && Date.now() < until) await sleep(lookEveryMs);
}

/** Each failure that counts against a job; it is written on the job until that is done, after some seconds' wait at least. */
async function listCharged({ books }: Scene): Promise<readonly string[]> {
  const rows = await books.query(
    `select name, id, output ->> 'failures' as failures from pgboss.job where output ->> 'failures' is not null`,
    z.object({ name: z.string(), id: z.string(), failures: z.string() }),
  );
  return rows.map(({ name, id, failures }) => `failure ${failures} of ${name} ${id}`);
}

/** Ends every session of Legwork's; answers with how many there were. */
async function cutAll({ books }: Scene): Promise<number> {
  const rows = await books.query(
    `select pg_terminate_backend(pid) as cut from pg_stat_activity
     where datname = current_database() and application_name like 'legwork%'`,
    z.object({ cut: z.boolean() }),
  );
  return rows.length;
}
