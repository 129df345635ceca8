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

/** How much is killed, under what load, and how long all of it may take; in milliseconds. */
const sizes = {
  full: { times: 25, only: points, underWay: 16, killMs: 25 * 60_000, settleMs: 60_000 },
  short: {
    times: 1,
    only: ["request-stored", "step-worked", "subtask-saved", "message-posted", "job-worked"],
    underWay: 8,
    killMs: 20_000,
    settleMs: 20_000,
  },
} as const satisfies Record<Given["size"], object>;

/** Without the reaper everything ends as well, only later: whoever waits no longer than this sees it as lost. In milliseconds. */
const unguardedSettleMs = 8_000;

/** Slack loses some answers also without any kill: only then is a message looked for and found. */
const shares = { lost: 0.15, refused: 0, failed: 0, visibleWithinMs };

const workers = 3;
const tasksMax = 20_000;

/** Every process may die at any moment, and nobody notices but the operator. */
export const kills: Trial = {
  name: "kills",
  figure: "Processes killed at every named point, tasks in flight",
  target: "0 lost, 0 duplicates, 0 finished steps run again",

  async run(given): Promise<Outcome> {
    const { verdict, deaths } = await kill(given, given.guarded ? undefined : "memory");
    for (const complaint of complaints(verdict)) given.say(complaint);
    return {
      measured: `${killed(deaths)} kills; ${summed(verdict)}`,
      met: met(given, verdict, deaths),
    };
  },
};

function met({ size }: Given, verdict: Verdict, deaths: Deaths): boolean {
  const { times, only } = sizes[size];
  const everywhere = only.every((point: Point) => (deaths.get(point) ?? 0) >= times);
  return everywhere && isClean(verdict);
}

/** Lets processes die under load, with one guard taken away if need be, and counts what came of it. */
export async function kill(
  given: Given,
  without?: Guard,
): Promise<{ verdict: Verdict; deaths: Deaths }> {
  const { times, only, underWay, killMs, settleMs } = sizes[given.size];
  await using scene = await openScene(given, {
    spares: 2,
    ...(without !== undefined && guards[without]),
  });
  const { crew, slack, chance } = scene;
  slack.fated(openFaults(chance.fork("slack"), shares));
  const targets = openTargets(chance.fork("targets"), times, only);
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
