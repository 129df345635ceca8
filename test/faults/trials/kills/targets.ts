import type { Point } from "../../../../src/points.ts";
import type { Chance } from "../../rig/chance.ts";

/** Where a process is to die next: at which point, and at the how-manieth time that it gets there. */
export type Target = { readonly point: Point; readonly pass: number };

/** Only the app gets there. */
const ofApp = new Set<Point>(["request-read", "request-stored"]);

/** Every process gets there often, whatever it works on. */
const often = new Set<Point>([
  ...ofApp,
  "job-taken",
  "part-taken",
  "step-begun",
  "step-worked",
  "step-finished",
  "thread-taken",
  "job-worked",
]);

export const roleAt = (point: Point): "app" | "worker" => (ofApp.has(point) ? "app" : "worker");

export type Extent = {
  /** How often each point is met. */
  readonly times: number;
  readonly only: readonly Point[];
  /** At which pass at most, where they get often, and elsewhere. */
  readonly passes: { readonly often: number; readonly seldom: number };
};

/** Every point so many times, in an order of chance. */
export function openTargets(chance: Chance, { times, only, passes }: Extent) {
  const all = Array.from({ length: times }, () => only).flat();
  const waiting = chance.shuffled(all).map((point): Target => {
    const most = often.has(point) ? passes.often : passes.seldom;
    return { point, pass: 1 + chance.below(most) };
  });
  return {
    left: () => waiting.length,
    /** The next one for such a process; undefined when all are done. */
    next(role: "app" | "worker"): Target | undefined {
      const place = waiting.findIndex(({ point }) => roleAt(point) === role);
      return place < 0 ? undefined : waiting.splice(place, 1)[0];
    },
    /** For one that was not reached: it comes again later, and then at its first pass. */
    again: ({ point }: Target) => void waiting.push({ point, pass: 1 }),
  };
}

export type Targets = ReturnType<typeof openTargets>;
