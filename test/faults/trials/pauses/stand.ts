import { setTimeout as sleep } from "node:timers/promises";
import { z } from "zod";
import type { Point } from "../../../../src/points.ts";
import type { Chance } from "../../rig/chance.ts";
import type { Hand } from "../../rig/crew.ts";
import type { Scene } from "../../rig/scene.ts";
import type { Pause } from "./stale.ts";

/** Where they stand still; null: wherever they happen to be. */
export const places: readonly (Point | null)[] = [
  "job-taken",
  "part-taken",
  "plan-begun",
  "subtask-begun",
  "step-begun",
  "step-worked",
  "draft-written",
  "thread-taken",
  "message-claimed",
  "message-posted",
  "message-changed",
  "job-worked",
  null,
  null,
];

/** Those where a part of a run is half done. */
export const amidst: readonly Point[] = [
  "plan-begun",
  "subtask-begun",
  "step-begun",
  "step-worked",
];

export type Plan = {
  readonly places: readonly (Point | null)[];
  readonly pauses: number;
  /** How many stand still at the same time, at most. */
  readonly lanes: number;
  readonly forMs: number;
  /** In this share of all pauses the database loses the session in which the process holds its leases. */
  readonly cutShare: number;
};

/** Has processes stand still, wake, go on for a while, and end. */
export async function pauseAll(
  scene: Scene,
  plan: Plan,
  note: (pause: Pause) => void,
): Promise<void> {
  const { pauses: all, lanes } = plan;
  const chance = scene.chance.fork("pauses");
  const queue = chance
    .shuffled(Array.from({ length: Math.ceil(all / places.length) }, () => places).flat())
    .slice(0, all);
  const lane = async (): Promise<void> => {
    for (let place = queue.pop(); place !== undefined; place = queue.pop()) {
      note(await pauseOne(scene, plan, place, chance));
    }
  };
  await Promise.all(Array.from({ length: lanes }, lane));
}

/** How long one may take to get where it is to stand still, and to do things once it is awake again; in milliseconds. */
const reachMs = 10_000;
const awakeMs = 4_000;

async function pauseOne(
  { crew, books }: Scene,
  { forMs, cutShare }: Plan,
  place: Point | null,
  chance: Chance,
): Promise<Pause> {
  const hand = await crew.hire("worker");
  if (place === null) await sleep(1_000 + chance.below(3_000));
  else hand.fall(place, 1 + chance.below(3), "SIGSTOP");
  if (place !== null) await Promise.race([hand.falling, sleep(reachMs)]);
  const where = place !== null && hand.fell() ? place : "nowhere special";
  hand.signal("SIGSTOP");
  const pausedAt = Date.now();
  if (chance.happens(cutShare)) await cutLease(books, hand);
  await sleep(forMs);
  const wokeAt = Date.now();
  hand.signal("SIGCONT");
  await sleep(awakeMs);
  const ended = await dismiss(hand);
  return { name: hand.name, where, pausedAt, wokeAt, ended };
}

/** The network forgets a connection over which nothing comes: then its locks are free. */
async function cutLease({ query }: Scene["books"], { name }: Hand): Promise<void> {
  await query(
    `select pg_terminate_backend(pid) from pg_stat_activity
     where usename = $1 and application_name = 'legwork-lease'`,
    z.unknown(),
    [name],
  );
}

/** How long one may take to end, in milliseconds. */
const endMs = 30_000;

/** Answers whether it ended by itself. One that was to stand still elsewhere may do so now, and is woken again. */
async function dismiss(hand: Hand): Promise<boolean> {
  hand.signal("SIGTERM");
  const waking = setInterval(() => hand.signal("SIGCONT"), 500);
  const late = setTimeout(() => hand.signal("SIGKILL"), endMs);
  const { code } = await hand.gone;
  clearInterval(waking);
  clearTimeout(late);
  return code === 0;
}
