import { setTimeout as sleep } from "node:timers/promises";
import type { Point } from "../../../../src/points.ts";
import type { Chance } from "../../rig/chance.ts";
import type { Crew, Hand } from "../../rig/crew.ts";
import type { Target, Targets } from "./targets.ts";

/** How many processes died where; those under `elsewhere` did not get to where they were meant to die in time. */
export type Deaths = Map<Point | "elsewhere" | "all at once", number>;

/** How long a process may take to get where it is to die, in milliseconds. */
const reachMs = 8_000;

/** How long an app is left alone, so that something is acknowledged between two deaths; in milliseconds. */
const appLivesMs = 2_000;

/** In this share of all deaths of a worker, all others die in the same moment. */
const allShare = 0.04;

export const killed = (deaths: Deaths): number => [...deaths.values()].reduce((a, b) => a + b, 0);

/**
 * Lets workers die, two at a time and a third one alive, or an app; each is followed by another at once. Ends when every
 * target was met, or at `until` (in milliseconds since 1970).
 */
export async function killAll(
  crew: Crew,
  targets: Targets,
  chance: Chance,
  until: number,
): Promise<Deaths> {
  const deaths: Deaths = new Map();
  const doomed = new Set<Hand>();
  const died = (where: Point | "elsewhere" | "all at once"): void =>
    void deaths.set(where, (deaths.get(where) ?? 0) + 1);

  async function killNext(role: Hand["role"], target: Target): Promise<void> {
    const hand = crew.hands.find((one) => one.role === role && !one.goneAt() && !doomed.has(one));
    if (hand === undefined) throw new Error(`no ${role} is left to kill`);
    doomed.add(hand);
    hand.fall(target.point, target.pass, "SIGKILL");
    if (!(await within(reachMs, hand.gone))) hand.signal("SIGKILL");
    await hand.gone;
    died(hand.fell() ? target.point : "elsewhere");
    if (!hand.fell()) targets.again(target);
    if (role === "worker" && chance.happens(allShare)) await killRest();
    await crew.hire(role);
  }

  /** Those that were to die elsewhere, and one that was to live. */
  async function killRest(): Promise<void> {
    const rest = crew.hands.filter((one) => one.role === "worker" && !one.goneAt());
    for (const hand of rest) hand.signal("SIGKILL");
    await Promise.all(rest.map(({ gone }) => gone));
    const spared = rest.filter((one) => !doomed.has(one));
    for (const hand of spared) {
      doomed.add(hand);
      died("all at once");
      await crew.hire(hand.role);
    }
  }

  async function killOn(role: Hand["role"]): Promise<void> {
    for (let target = targets.next(role); target; target = targets.next(role)) {
      if (Date.now() > until) return targets.again(target);
      await killNext(role, target);
      if (role === "app") await sleep(appLivesMs);
    }
  }

  await Promise.all([killOn("worker"), killOn("worker"), killOn("app")]);
  return deaths;
}

async function within(ms: number, done: Promise<unknown>): Promise<boolean> {
  const late = new AbortController();
  const timer = sleep(ms, false, { signal: late.signal }).catch(() => false);
  const reached = await Promise.race([done.then(() => true), timer]);
  late.abort();
  return reached;
}
