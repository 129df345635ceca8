import { z } from "zod";
import { check } from "../../../../jobs/check.ts";
import type { RunDeps } from "../../../../jobs/run.ts";
import { write } from "../../../../jobs/write.ts";
import { defaultLimits } from "../../../../src/domain/budget.ts";
import type { TaskId } from "../../../../src/domain/ids.ts";
import { FencedError } from "../../../../src/errors.ts";
import { engine } from "./engine.ts";
import { Killed } from "./competitor.ts";
import type { Turns } from "./turns.ts";

const nothing: RunDeps["readFor"] = async () => async () => ({ sources: [], notes: [] });

const Waiting = z.array(z.object({ id: z.string(), name: z.string(), data: z.unknown() }));

/** More jobs of one task than these are not worked in one competition. */
const jobsMax = 12;

/**
 * A worker of one task: takes what jobs there are to write and check it, as the queue would hand them out, until none is
 * left. When it dies, another one begins with the job that it left.
 */
export function worker(
  { db, send, now }: Pick<RunDeps, "db" | "send" | "now">,
  turns: Turns,
): (id: TaskId) => Promise<void> {
  const bounds = { perPerson: 1_000, perWorkspace: 1_000 };
  const searchable = { web: false, library: false };
  const means = { budget: defaultLimits, answerMinutes: 0, hurry: async () => {} };
  const deps = { db, send, engine, readFor: nothing, searchable, bounds, ...means, now };

  return async (taskId) => {
    for (let n = 0; n < jobsMax; n++) {
      try {
        if (!(await workNext(taskId))) return;
      } catch (error) {
        const own = turns.who();
        if (!(error instanceof Killed) || own === undefined) throw error;
        own.dead = false;
      }
    }
  };

  /** False when no job is left. */
  async function workNext(taskId: TaskId): Promise<boolean> {
    const { rows } = await db.query(
      `select id, name, data from pgboss.job
       where data ->> 'taskId' = $1 and name in ('write', 'check') and state = 'created'
       order by created_on, id limit 1`,
      [taskId],
    );
    const [job] = Waiting.parse(rows);
    if (job === undefined) return false;
    const context = { jobId: job.id, signal: new AbortController().signal, deadFrom: null };
    const queue = job.name === write.queue ? write : check;
    try {
      await queue.work(queue.payload.parse(job.data), deps, context);
    } catch (error) {
      // The queue takes this as an end: the run is somebody else's.
      if (!(error instanceof FencedError)) throw error;
    }
    await db.query("update pgboss.job set state = 'completed' where id = $1", [job.id]);
    return true;
  }
}
