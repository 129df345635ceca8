import { z } from "zod";
import type { Written } from "./audit.ts";
import type { Pause } from "./stale.ts";

/** What became of the jobs that a process had in hand as it stood still. */
export type Elsewhere = {
  readonly jobs: number;
  /** Taken by somebody else before it woke; after so many milliseconds each. */
  readonly takenMs: readonly number[];
};

const Job = z.looseObject({ id: z.string(), state: z.string(), started_on: z.string().nullable() });

/** A job in somebody's hands; until it is over, or somebody else has it. */
type Held = { readonly id: string; readonly by: string; readonly from: number; to: number };

export function wentElsewhere(audit: readonly Written[], pauses: readonly Pause[]): Elsewhere {
  const holdings = holdingsOf(audit);
  const ofJob = Map.groupBy(holdings, ({ id }) => id);
  const inHand = pauses.flatMap((pause) =>
    holdings
      .filter(
        ({ by, from, to }) => by === pause.name && from < pause.pausedAt && to > pause.pausedAt,
      )
      .map((held) => ({
        pause,
        next: (ofJob.get(held.id) ?? []).find(({ from }) => from > held.from),
      })),
  );
  return {
    jobs: inHand.length,
    takenMs: inHand.flatMap(({ pause, next }) =>
      next !== undefined && next.from < pause.wokeAt && next.by !== pause.name
        ? [Math.round(next.from - pause.pausedAt)]
        : [],
    ),
  };
}

function holdingsOf(audit: readonly Written[]): readonly Held[] {
  const all: Held[] = [];
  const open = new Map<string, { held: Held; startedOn: string | null }>();
  for (const { at, by, what, row } of audit) {
    if (what !== "job") continue;
    const { id, state, started_on: startedOn } = Job.parse(row);
    const known = open.get(id);
    if (known !== undefined && (state !== "active" || known.startedOn !== startedOn)) {
      known.held.to = at;
      open.delete(id);
    }
    if (state !== "active" || open.has(id)) continue;
    const held = { id, by, from: at, to: Infinity };
    all.push(held);
    open.set(id, { held, startedOn });
  }
  return all;
}
