import { z } from "zod";
import { shareOf } from "../rig/chance.ts";
import { underLoad } from "../rig/load.ts";
import { openScene, type Scene, type Setting, visibleWithinMs } from "../rig/scene.ts";
import { settle } from "../rig/settle.ts";
import { openFaults } from "../rig/slackFaults.ts";
import { complaints, isClean, judge, summed } from "../rig/verdict.ts";
import type { Given, Outcome, Trial } from "../trial.ts";
import { readAudit, startAudit, type Written } from "./pauses/audit.ts";
import { wentElsewhere } from "./pauses/elsewhere.ts";
import { type Pause, staleCalls, staleWrites } from "./pauses/stale.ts";
import { amidst, pauseAll, places, type Plan } from "./pauses/stand.ts";

/**
 * How many stand still, so many at a time, for how long; in milliseconds. In full all is as in production: a call to Slack
 * may take 10 s, and a message counts as not posted after 12.5 s, before anybody wakes. In short the database loses the
 * sessions of those who stand still, so that others need not wait for their heartbeats.
 */
const sizes = {
  full: { pauses: 50, lanes: 10, forMs: 20_000, cutShare: 0.3, limits: {}, settleMs: 150_000 },
  short: {
    pauses: 3,
    lanes: 3,
    forMs: 6_000,
    cutShare: 1,
    limits: { graceMs: 2_500 },
    settleMs: 30_000,
  },
} as const;

/** Beside those who stand still. */
const awake = 2;
const load = { underWay: 12, tasksMax: 5_000 };
const shares = { lost: 0, refused: 0, failed: 0, visibleWithinMs };

/** Processes stand still for as long as a machine can, and wake to a world that went on without them. */
export const pauses: Trial = {
  name: "pauses",
  figure: "Workers that stand still for 20 s and go on as if nothing had happened",
  target: "0 stale writes, 0 extra messages",

  async run(given): Promise<Outcome> {
    const { settleMs } = sizes[given.size];
    await using scene = await openScene(given, settingOf(given));
    const { books, chance, slack, postgres } = scene;
    slack.fated(openFaults(chance.fork("slack"), shares));
    // Three times as many workers as anybody needs, each with its own connections.
    await books.query("alter system set max_connections = 500", z.never());
    await postgres.crash();
    await postgres.start();
    const done: Pause[] = [];
    await underLoad(scene, { ...load, workers: awake }, async () => {
      await startAudit(books);
      await pauseAll(scene, planOf(given), (pause) => {
        done.push(pause);
        given.say(`${done.length} stood still, the last at ${pause.where}`);
      });
    });
    await settle(scene, given.size, settleMs);
    return await outcomeOf(scene, given, done, await readAudit(books));
  },
};

/** Without the guard it has to show in a few pauses: so all of them are where there is something left to write. */
const planOf = ({ size, guarded }: Given): Plan =>
  size === "short" && !guarded
    ? { ...sizes.short, pauses: 8, lanes: 8, places: amidst }
    : { ...sizes[size], places };

const settingOf = ({ size, guarded, seed }: Given): Setting => ({
  byName: true,
  limits: sizes[size].limits,
  // One call in ten takes long, so that some who wake find the others still at it.
  pace: ({ question, step }) =>
    shareOf(`${seed} ${question} ${step}`) < 0.1 ? sizes[size].forMs : 50,
  ...(!guarded && { replaced: { "src/store/fence.ts": "unclaimed.ts" } }),
});

async function outcomeOf(
  scene: Scene,
  { say }: Given,
  done: readonly Pause[],
  audit: readonly Written[],
): Promise<Outcome> {
  const verdict = await judge(scene, ({ by }, next) => {
    const goneAt = scene.crew.hands.find(({ name }) => name === by)?.goneAt() ?? Infinity;
    const pause = done.find(({ name }) => name === by);
    // Whoever wakes calls again what was not finished meanwhile, and is told to end soon after.
    const stood = pause !== undefined && pause.pausedAt <= next.begunAt;
    return stood || goneAt <= next.begunAt;
  });
  const stale = staleWrites(audit, done);
  const late = staleCalls(scene.slack.calls, audit, done);
  const { jobs, takenMs } = wentElsewhere(audit, done);
  for (const line of [...complaints(verdict), ...stale.slice(0, 5), ...late.slice(0, 5)]) say(line);
  const slowest = Math.max(0, ...takenMs) / 1_000;
  const stuck = done.filter(({ ended }) => !ended).length;
  return {
    measured:
      `${done.length} pauses; ${stale.length} stale writes, ${late.length} late edits, ${summed(verdict)}; ` +
      `${takenMs.length} of ${jobs} jobs went on elsewhere meanwhile, the last after ${slowest.toFixed(1)} s` +
      (stuck > 0 ? `; ${stuck} did not end when they were told to` : ""),
    met: isClean(verdict) && stale.length === 0 && stuck === 0,
  };
}
