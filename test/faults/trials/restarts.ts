import { setTimeout as sleep } from "node:timers/promises";
import { underLoad } from "../rig/load.ts";
import { openScene, visibleWithinMs } from "../rig/scene.ts";
import { settle } from "../rig/settle.ts";
import { openFaults } from "../rig/slackFaults.ts";
import { complaints, isClean, judge, summed } from "../rig/verdict.ts";
import type { Outcome, Trial } from "../trial.ts";

const sizes = {
  full: { restarts: 20, settleMs: 90_000 },
  short: { restarts: 1, settleMs: 90_000 },
} as const;

const load = { workers: 2, underWay: 12, tasksMax: 5_000 };

/** Work goes on for so long between two restarts, at least and at most; in milliseconds. */
const betweenMs = { from: 1_000, to: 3_000 };

const shares = { lost: 0, refused: 0, failed: 0, visibleWithinMs };

/** The database goes down as if its power had failed, again and again, and comes back. */
export const restarts: Trial = {
  name: "restarts",
  figure: "Immediate restarts of Postgres under load",
  target: "0 lost, 0 duplicates, no process ends",

  async run(given): Promise<Outcome> {
    const { restarts: times, settleMs } = sizes[given.size];
    await using scene = await openScene(given, {
      ...(!given.guarded && { replaced: { "src/store/session.ts": "unheard.ts" } }),
    });
    const { slack, chance, crew, postgres } = scene;
    slack.fated(openFaults(chance.fork("slack"), shares));
    const away: { from: number; to: number }[] = [];
    await underLoad(scene, load, async () => {
      for (let n = 1; n <= times; n++) {
        await sleep(betweenMs.from + chance.below(betweenMs.to - betweenMs.from));
        const from = Date.now();
        await postgres.crash();
        await postgres.start();
        away.push({ from, to: Date.now() });
        given.say(`restarted ${n} times`);
      }
    });
    const ended = crew.hands.filter(({ goneAt }) => goneAt() !== undefined).length;
    await settle(scene, given.size, ended > 0 ? 0 : settleMs);
    // What was worked on while the database was away could not be stored.
    const verdict = await judge(scene, (paid, next) =>
      away.some(({ from, to }) => paid.begunAt < to && next.begunAt > from),
    );
    for (const complaint of complaints(verdict)) given.say(complaint);
    return {
      measured: `${times} restarts; ${summed(verdict)}, ${ended} processes ended`,
      met: isClean(verdict) && ended === 0,
    };
  },
};
