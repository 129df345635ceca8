import { setTimeout as sleep } from "node:timers/promises";
import type { Chance } from "../../rig/chance.ts";
import type { Research } from "../../rig/research.ts";

/** At most so many calls reach the model between two deaths, and a death comes so much later at most; in milliseconds. */
const between = { calls: 3, ms: 250 } as const;

/** How often somebody looks, in milliseconds. */
const lookEveryMs = 10;

/** Kills workers, any of them at any moment, until so many are dead or there is nothing left to do. Answers with the moments. */
export async function killWorkers(
  { crew, arrivals }: Pick<Research, "crew" | "arrivals">,
  kills: number,
  chance: Chance,
  isOver: () => boolean,
): Promise<readonly number[]> {
  const moments: number[] = [];
  const later = (): number => arrivals.length + 1 + chance.below(between.calls);
  let enough = later();
  while (moments.length < kills) {
    while (arrivals.length < enough && !isOver()) await sleep(lookEveryMs);
    await sleep(chance.below(between.ms));
    if (isOver()) break;
    const alive = crew.hands.filter(({ role, goneAt }) => role === "worker" && !goneAt());
    const hand = chance.pick(alive);
    hand.signal("SIGKILL");
    await hand.gone;
    moments.push(hand.goneAt() ?? Date.now());
    // Counted from the death on: the others work while the next one begins.
    enough = later();
    await crew.hire("worker");
  }
  return moments;
}
