import { readFile } from "node:fs/promises";
import { setTimeout as sleep } from "node:timers/promises";
import { z } from "zod";
import type { Books } from "../rig/books.ts";
import type { Hand } from "../rig/crew.ts";
import { openScene, type Scene, visibleWithinMs } from "../rig/scene.ts";
import { settle } from "../rig/settle.ts";
import { openFaults } from "../rig/slackFaults.ts";
import { complaints, isClean, judge, summed } from "../rig/verdict.ts";
import type { Given, Outcome, Trial } from "../trial.ts";

/** How long the work lasts, and what of it is not counted because everything is read in for the first time; in milliseconds. */
const sizes = {
  full: { lastsMs: 30 * 60_000, warmUpMs: 5 * 60_000, sampleEveryMs: 10_000, settleMs: 60_000 },
  short: { lastsMs: 4_000, warmUpMs: 1_500, sampleEveryMs: 250, settleMs: 15_000 },
} as const;

/** MB a minute. In a few seconds a heap has not found its size yet, so there only a flood counts. */
const slopeMax = { full: 1, short: 2_000 };
const tasksPerSecond = 5;
const workers = 2;
const shares = { lost: 0, refused: 0, failed: 0, visibleWithinMs };

type Sample = {
  readonly minutes: number;
  /** Resident memory by process, in MB. */
  readonly memory: ReadonlyMap<string, number>;
  readonly connections: number;
};

/** Steady work, for long: what grows without end shows. */
export const soak: Trial = {
  name: "soak",
  figure: "30 minutes at 5 tasks a second",
  target: "memory grows < 1 MB/min in each process, connections constant, 0 lost",

  async run(given): Promise<Outcome> {
    const { lastsMs, warmUpMs, settleMs } = sizes[given.size];
    await using scene = await openScene(given, {
      concurrency: 8,
      ...(!given.guarded && { replaced: { "src/queue/remember.ts": "leaking.ts" } }),
    });
    scene.slack.fated(openFaults(scene.chance.fork("slack"), shares));
    await Promise.all([
      scene.crew.hire("app"),
      ...Array.from({ length: workers }, () => scene.crew.hire("worker")),
    ]);
    const asking = keepAsking(scene, lastsMs);
    const samples = await watch(scene, given);
    await asking;
    const settled = await settle(scene, given.size, settleMs);
    const verdict = await judge(scene, () => false);
    for (const complaint of complaints(verdict)) given.say(complaint);

    const counted = samples.filter(({ minutes }) => minutes * 60_000 >= warmUpMs);
    const slopes = scene.crew.hands.map(({ name }) => slopeOf(counted, name));
    const connections = counted.map((sample) => sample.connections);
    const [fewest, most] = [Math.min(...connections), Math.max(...connections)];
    const steepest = Math.max(...slopes);
    const last = samples.at(-1)?.memory ?? new Map<string, number>();
    return {
      measured:
        `${summed(verdict)}; memory ${slopes.map((slope) => slope.toFixed(2)).join(", ")} MB/min ` +
        `(app, workers; ${[...last.values()].map((mb) => mb.toFixed(0)).join(", ")} MB at the end), ` +
        `${fewest}–${most} connections`,
      met:
        settled && isClean(verdict) && steepest < slopeMax[given.size] && most - fewest <= spareMax,
    };
  },
};

/** Pools close what is idle and open it again: so many connections come and go. */
const spareMax = 12;

async function keepAsking({ ask }: Scene, lastsMs: number): Promise<void> {
  const began = Date.now();
  const asks: Promise<void>[] = [];
  for (let n = 0; n * (1_000 / tasksPerSecond) < lastsMs; n++) {
    await sleep(Math.max(0, began + n * (1_000 / tasksPerSecond) - Date.now()));
    asks.push(ask());
  }
  await Promise.all(asks);
}

async function watch({ crew, books }: Scene, given: Given): Promise<readonly Sample[]> {
  const { lastsMs, sampleEveryMs } = sizes[given.size];
  const began = Date.now();
  const samples: Sample[] = [];
  while (Date.now() - began < lastsMs) {
    const memory = new Map<string, number>();
    for (const hand of crew.hands) memory.set(hand.name, await memoryOf(hand));
    const minutes = (Date.now() - began) / 60_000;
    samples.push({ minutes, memory, connections: await countConnections(books) });
    if (samples.length % sayEvery === 0) {
      given.say(
        `${minutes.toFixed(0)} min: ${[...memory.values()].map((mb) => mb.toFixed(0)).join(", ")} MB`,
      );
    }
    await sleep(sampleEveryMs);
  }
  return samples;
}

const sayEvery = 30;

/** Resident memory in MB, as Linux tells it. */
async function memoryOf({ pid }: Hand): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, "utf8");
  return Number(/^VmRSS:\s+(\d+) kB$/m.exec(status)?.[1] ?? Number.NaN) / 1_024;
}

async function countConnections(books: Books): Promise<number> {
  const [row] = await books.query(
    `select count(*)::int as open from pg_stat_activity
     where datname = current_database() and application_name like 'legwork%'`,
    z.object({ open: z.int() }),
  );
  return row?.open ?? 0;
}

/** The slope of the line that lies nearest to all samples, in MB a minute. */
function slopeOf(samples: readonly Sample[], name: string): number {
  const points = samples.map(({ minutes, memory }) => ({ x: minutes, y: memory.get(name) ?? 0 }));
  const [x, y] = [mean(points.map((point) => point.x)), mean(points.map((point) => point.y))];
  const over = points.reduce((sum, point) => sum + (point.x - x) * (point.y - y), 0);
  const under = points.reduce((sum, point) => sum + (point.x - x) ** 2, 0);
  return over / under;
}

const mean = (values: readonly number[]): number =>
  values.reduce((a, b) => a + b, 0) / values.length;
