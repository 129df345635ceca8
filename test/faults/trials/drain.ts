import { setTimeout as sleep } from "node:timers/promises";
import { z } from "zod";
import type { Hand } from "../rig/crew.ts";
import { shareOf } from "../rig/chance.ts";
import { underLoad } from "../rig/load.ts";
import type { Pace } from "../rig/model.ts";
import { openScene, type Scene, visibleWithinMs } from "../rig/scene.ts";
import { settle } from "../rig/settle.ts";
import { openFaults } from "../rig/slackFaults.ts";
import { complaints, isClean, judge, summed } from "../rig/verdict.ts";
import type { Given, Outcome, Trial } from "../trial.ts";
import { interrupt } from "./drain/interrupt.ts";

const sizes = {
  full: { stops: 12, settleMs: 120_000 },
  short: { stops: 1, settleMs: 40_000 },
} as const;

/** In milliseconds: the target, and when a process that has been told to end is killed. */
const endedWithinMs = 25_000;
const patienceMs = 30_000;

const load = { workers: 2, underWay: 12, tasksMax: 2_000 };
const shares = { lost: 0, refused: 0, failed: 0, visibleWithinMs };

/** Work goes on for so long before the next process is told to end, in milliseconds. */
const betweenMs = 3_000;

/** Most calls are soon over, some last for a while, and a few for longer than anybody who is to end can wait; in milliseconds. */
const paceOf =
  ({ size, seed }: Given): Pace =>
  ({ question, step }, nth) => {
    const share = shareOf(`${seed} ${question} ${step}`);
    if (share < 0.05 && nth === 1) return size === "full" ? 40_000 : 18_000;
    return share < 0.2 ? 2_000 : 50;
  };

/** Processes are told to end while they work, as in every deployment. */
export const drain: Trial = {
  name: "drain",
  figure: "SIGTERM under load, and Ctrl-C on `npm start`",
  target: "ended in < 25 s, 0 attempts charged, 0 finished steps run again, no process left",

  async run(given): Promise<Outcome> {
    await using scene = await openScene(given, {
      pace: paceOf(given),
      ...(!given.guarded && { replaced: { "src/queue/queue.ts": "hasty.ts" } }),
    });
    const { slack, chance, crew } = scene;
    slack.fated(openFaults(chance.fork("slack"), shares));
    const toldAt = new Map<string, number>();
    const endings: Ending[] = [];
    await underLoad(scene, load, async () => {
      for (let n = 0; n < sizes[given.size].stops; n++) {
        await sleep(betweenMs);
        const hand = crew.hands.find(({ role, goneAt }) => role === "worker" && !goneAt());
        if (hand === undefined) throw new Error("no worker is left to end");
        toldAt.set(hand.name, Date.now());
        const [ending] = await Promise.all([end(hand), crew.hire("worker")]);
        endings.push(ending);
        given.say(`${hand.name} ended after ${ending.tookMs} ms (${ending.how})`);
      }
    });
    await settle(scene, given.size, sizes[given.size].settleMs);
    const verdict = await judge(
      scene,
      ({ by }, next) => (toldAt.get(by) ?? Infinity) <= next.begunAt,
    );
    const charged = await countCharged(scene);
    const { left, tookMs } = await interrupt();
    for (const complaint of complaints(verdict)) given.say(complaint);
    const slowest = Math.max(...endings.map((ending) => ending.tookMs));
    const orderly = endings.every(({ how }) => how === "0");
    return {
      measured:
        `${endings.length} stops, the slowest ${(slowest / 1_000).toFixed(1)} s; ${charged} attempts charged, ` +
        `${summed(verdict)}; Ctrl-C took ${(tookMs / 1_000).toFixed(1)} s and left ${left.length} processes`,
      met:
        isClean(verdict) &&
        orderly &&
        slowest < endedWithinMs &&
        charged === 0 &&
        left.length === 0,
    };
  },
};

type Ending = { readonly tookMs: number; readonly how: string };

async function end(hand: Hand): Promise<Ending> {
  const at = Date.now();
  hand.signal("SIGTERM");
  const late = setTimeout(() => hand.signal("SIGKILL"), patienceMs);
  const { code, signal } = await hand.gone;
  clearTimeout(late);
  return { tookMs: Date.now() - at, how: String(code ?? signal) };
}

/** Jobs that were tried more than once, or that failed. */
async function countCharged({ books }: Scene): Promise<number> {
  const [row] = await books.query(
    `select count(*)::int as charged from pgboss.job
     where retry_count > 0 or (output is not null and output ->> 'failures' is not null)`,
    z.object({ charged: z.int() }),
  );
  return row?.charged ?? 0;
}
