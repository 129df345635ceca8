import { type Point, points } from "../../../src/points.ts";
import { underLoad } from "../rig/load.ts";
import { openScene, type Scene, visibleWithinMs } from "../rig/scene.ts";
import { settle } from "../rig/settle.ts";
import { openFaults } from "../rig/slackFaults.ts";
import { complaints, type Excuse, isClean, judge, summed, type Verdict } from "../rig/verdict.ts";
import type { Given, Outcome, Trial } from "../trial.ts";
import { type Guard, guards } from "./kills/guards.ts";
import { type Deaths, killAll, killed } from "./kills/killer.ts";
import { openTargets } from "./kills/targets.ts";

/**
 * How much is killed, under what load, and how long all of it may take; in milliseconds. Slack loses some answers also
 * without any kill: only then is a message looked for and found.
 */
const sizes = {
  full: {
    times: 25,
    only: points,
    passes: { often: 8, seldom: 2 },
    workers: 3,
    underWay: 16,
    lost: 0.15,
    killMs: 25 * 60_000,
    settleMs: 60_000,
  },
  short: {
    times: 1,
    only: ["request-stored", "step-worked", "subtask-saved", "message-posted"],
    passes: { often: 2, seldom: 1 },
    workers: 2,
    underWay: 5,
    lost: 0.5,
    killMs: 60_000,
    settleMs: 90_000,
  },
} as const satisfies Record<Given["size"], object>;

/** Without the reaper everything ends as well, only later: whoever waits no longer than this sees it as lost. In milliseconds. */
const unguardedSettleMs = 8_000;

const tasksMax = 20_000;

/** Every process may die at any moment, and nobody notices but the operator. */
export const kills: Trial = {
  name: "kills",
  figure: "Processes killed at every named point, tasks in flight",
  target: "0 lost, 0 duplicates, 0 finished steps run again",

  async run(given): Promise<Outcome> {
    const { verdict, deaths } = await kill(given, given.guarded ? undefined : "memory");
    for (const complaint of complaints(verdict)) given.say(complaint);
    const { times, only } = sizes[given.size];
    const met = only.filter((point: Point) => (deaths.get(point) ?? 0) >= times).length;
    return {
      measured:
        `${killed(deaths)} kills, ${times} and more at ${met} of ${only.length} points; ` +
        `${summed(verdict)}, ${verdict.beyond.length} of them not because of a death`,
      met: met === only.length && isClean(verdict),
    };
  },
};

/** Lets processes die under load, with one guard taken away if need be, and counts what came of it. */
export async function kill(
  given: Given,
  without?: Guard,
): Promise<{ verdict: Verdict; deaths: Deaths }> {
  const { workers, underWay, lost, killMs, settleMs, ...extent } = sizes[given.size];
  await using scene = await openScene(given, {
    spares: given.size === "full" ? 2 : 1,
    ...(without !== undefined && guards[without]),
  });
  const { crew, slack, chance } = scene;
  slack.fated(openFaults(chance.fork("slack"), { lost, refused: 0, failed: 0, visibleWithinMs }));
  const targets = openTargets(chance.fork("targets"), extent);
  const telling = setInterval(() => given.say(`${targets.left()} points to go`), 30_000);
  let deaths: Deaths = new Map();
  await underLoad(scene, { workers, underWay, tasksMax }, async () => {
    deaths = await killAll(crew, targets, chance.fork("kills"), Date.now() + killMs);
  });
  clearInterval(telling);
  given.say(`${killed(deaths)} kills; waiting for the rest`);
  await settle(scene, given.size, without === undefined ? settleMs : unguardedSettleMs);
  return { verdict: await judge(scene, hasDied(scene)), deaths };
}

/** Only those who die in the middle of a call may have it paid again. */
function hasDied({ crew }: Scene): Excuse {
  return ({ by }, next) => {
    const goneAt = crew.hands.find(({ name }) => name === by)?.goneAt();
    return goneAt !== undefined && goneAt <= next.begunAt;
  };
}
