import type { PgBoss } from "pg-boss";
import type { Sql } from "../store/database.ts";
import { hurryJobs, listOrphans, type Orphan } from "../store/leases.ts";
import type { QueueLog } from "./job.ts";
import type { Leases } from "./lease.ts";
import { startRounds } from "./rounds.ts";
import { within } from "./within.ts";

export type ReapDeps = {
  readonly boss: PgBoss;
  readonly sql: Sql;
  readonly leases: Leases;
  /** Lets this process's idle loops look into a queue at once. */
  readonly wake: (queue: string) => void;
  readonly log: QueueLog;
};

/** How often somebody looks for jobs whose worker is gone, in milliseconds. */
const lookEveryMs = 400;

/** In how many looks running a job must have no holder: a lease can be between two sessions. */
const looksNeeded = 3;

/** Takes jobs from workers that are gone and lets them run elsewhere at once. */
export function startReaper(deps: ReapDeps): AsyncDisposable {
  const seen = new Map<string, number>();
  const settings = { everyMs: lookEveryMs, called: "reaper", log: deps.log };
  return startRounds(settings, () => look(deps, seen));
}

async function look(deps: ReapDeps, seen: Map<string, number>): Promise<void> {
  const { sql, leases } = deps;
  const orphans = (await listOrphans(sql)).filter(({ id }) => !leases.holds(id));
  const before = new Map(seen);
  seen.clear();
  for (const orphan of orphans) {
    const looks = (before.get(keyOf(orphan)) ?? 0) + 1;
    seen.set(keyOf(orphan), looks);
    if (looks >= looksNeeded) await reap(deps, orphan);
  }
}

const keyOf = ({ id, attempt }: Orphan): string => `${id}:${attempt}`;

/** Only the attempt that was seen is ended; what has been taken up again since is left alone. */
async function reap({ boss, sql, wake, log }: ReapDeps, orphan: Orphan): Promise<void> {
  const { id, queue, attempt, output } = orphan;
  await boss.fail(queue, { id, retryCount: attempt }, output ?? {}, { db: within(sql) });
  await hurryJobs(sql, [id]);
  log("job taken from a worker that is gone", { queue, job: id, attempt: attempt + 1 });
  wake(queue);
}
