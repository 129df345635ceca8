import { setTimeout as sleep } from "node:timers/promises";
import { type Claim, claimOf, seen } from "../rig/claims.ts";
import type { Paid } from "../rig/model.ts";
import { openScene, type Scene, type Setting } from "../rig/scene.ts";
import type { Given, Outcome, Trial } from "../trial.ts";

/** In milliseconds. */
const target = { p95: 3_000, max: 5_000 };

const killsOf = ({ size, guarded }: Given): number => (size === "full" ? 50 : guarded ? 2 : 1);

/** Whatever was not taken up by then counts as this long, in milliseconds. */
const waitMs = 6_000;

/** Longer than anybody waits here: the call lasts until its caller is dead. In milliseconds. */
const heldMs = 60_000;

/** Steps in whose middle a worker dies, and the part of a run that each belongs to. */
const middles = [
  { step: "plan", part: "plan" },
  { step: "read:1:1", part: "gather:1" },
  { step: "read:2:1", part: "gather:2" },
  { step: "write", part: "write" },
  { step: "check", part: "check" },
] as const;
type Middle = (typeof middles)[number];

/** A worker dies in the middle of a step, and another one goes on with it. */
export const recovery: Trial = {
  name: "recovery",
  figure: "From the death of a worker in a step until another one has taken the work up",
  target: "p95 < 3 s, max < 5 s",

  async run(given): Promise<Outcome> {
    const kills = killsOf(given);
    const held = new Map<string, Middle>();
    const setting: Setting = {
      spares: 1,
      // Only the first call of the chosen step is held: whoever takes it up is to be done soon.
      pace: ({ question, step }, nth) =>
        nth === 1 && held.get(question)?.step === step ? heldMs : 5,
      ...(!given.guarded && { replaced: { "src/queue/reap.ts": "unreaped.ts" } }),
    };
    await using scene = await openScene(given, setting);
    const { crew, chance } = scene;
    await Promise.all([crew.hire("app"), crew.hire("worker"), crew.hire("worker")]);
    const tookMs: number[] = [];
    for (let n = 1; n <= kills; n++) {
      const middle = chance.pick(middles);
      tookMs.push(await killIn(scene, middle, (question) => held.set(question, middle)));
      if (n % 10 === 0) given.say(`${n} kills, the last taken up after ${tookMs.at(-1)} ms`);
    }
    return outcomeOf(tookMs);
  },
};

/** Asks something, kills whoever is in the middle of it, and answers with how long that part then lay about. */
async function killIn(
  scene: Scene,
  { step, part }: Middle,
  hold: (question: string) => void,
): Promise<number> {
  const { crew, ask, acknowledged, model } = scene;
  hold(`trial ${acknowledged.length + 1}`);
  await ask("mention");
  const question = acknowledged.at(-1)?.question ?? "";
  const isHeld = (paid: Paid) => paid.question === question && paid.step === step;
  const paid = await seen(() => model.bill.find(isHeld));
  const hand = crew.hands.find(({ name }) => name === paid.by);
  if (hand === undefined) throw new Error(`nobody knows ${paid.by}`);
  const before = await claimOf(scene.books, question, part);
  // Anywhere in the step, whether or not its job is leased already.
  await sleep(scene.chance.below(1_500));
  hand.signal("SIGKILL");
  const killedAt = Date.now();
  const replaced = crew.hire("worker");
  let taken: Claim | undefined;
  const until = killedAt + waitMs;
  while (taken === undefined && Date.now() < until) {
    const now = await claimOf(scene.books, question, part);
    if (now !== undefined && now.claim > (before?.claim ?? 0)) taken = now;
    else await sleep(lookEveryMs);
  }
  await replaced;
  return taken === undefined ? waitMs : Math.max(0, Math.round(taken.takenAt - killedAt));
}

/** How often somebody looks, in milliseconds. */
const lookEveryMs = 20;

function outcomeOf(tookMs: readonly number[]): Outcome {
  const sorted = tookMs.toSorted((a, b) => a - b);
  const at = (share: number): number => sorted[Math.ceil(share * sorted.length) - 1] ?? Infinity;
  const [p50, p95, max] = [at(0.5), at(0.95), at(1)];
  return {
    measured: `${sorted.length} kills: p50 ${seconds(p50)}, p95 ${seconds(p95)}, max ${seconds(max)}`,
    met: p95 < target.p95 && max < target.max,
  };
}

const seconds = (ms: number): string =>
  ms >= waitMs ? `over ${waitMs / 1_000} s` : `${(ms / 1_000).toFixed(2)} s`;
