import { z } from "zod";
import { defineJob } from "../src/queue/job.ts";
import type { Send } from "../src/queue/queue.ts";
import type { Sql } from "../src/store/database.ts";
import { holdFence } from "../src/store/fence.ts";
import { saveGathered } from "../src/store/material.ts";
import { failSubtask, getSubtask, listSubtasks, startSubtask } from "../src/store/runs.ts";
import { getTask } from "../src/store/tasks.ts";
import { PermanentError } from "../src/errors.ts";
import { loadBrief } from "./brief.ts";
import { engineContext, enter, inPart, progressTo, type RunDeps, RunPayload } from "./run.ts";
import { reach } from "../src/points.ts";
import { write } from "./write.ts";

export const GatherPayload = RunPayload.extend({ subtask: z.int().positive() });

/** Reads for one subtask, beside the others; the last one to finish hands the run to `write`. A repeat reads what is remembered. */
export const gather = defineJob({
  queue: "gather",
  payload: GatherPayload,
  options: { retryLimit: 2, retryDelaySeconds: 2, expireSeconds: 300, gated: true },

  async work({ subtask: number, ...run }, deps: RunDeps, { signal }) {
    const { db, send, engine, now } = deps;
    await inPart(deps, run, `gather:${number}`, signal, async (owned) => {
      const over = await db.transaction(async (tx) => {
        await holdFence(tx, owned.fence);
        const done = await isDone(tx, run, number);
        // What an earlier try brought home is not fetched again; that it is here may be all the run waits for.
        if (done) await join(tx, send, run, now());
        else await startSubtask(tx, run, number);
        await progressTo(send, tx, run.taskId);
        return done;
      });
      if (over) return;
      reach("subtask-begun");
      const task = await getTask(db, run.taskId);
      const subtask = await getSubtask(db, run, number);
      if (subtask === undefined) throw new PermanentError("This part of the plan is gone.");
      const brief = await loadBrief(db, task, deps.searchable);
      const context = engineContext(db, await deps.readFor(task), owned);
      const gathered = await engine.gather(brief, subtask, context);

      await db.transaction(async (tx) => {
        await holdFence(tx, owned.fence);
        await saveGathered(tx, run, { ...gathered, subtask: number });
        await join(tx, send, run, now());
      });
      reach("subtask-saved");
    });
  },
});

/** A part that could not be gathered is told in the draft; the run goes on with the others. */
export async function giveUpSubtask(
  tx: Sql,
  send: Send,
  { subtask, ...run }: z.infer<typeof GatherPayload>,
  problem: string,
  at: Date,
): Promise<void> {
  if (await isDone(tx, run, subtask)) return;
  await failSubtask(tx, run, subtask, problem);
  await join(tx, send, run, at);
}

type Run = z.infer<typeof RunPayload>;

async function isDone(tx: Sql, run: Run, number: number): Promise<boolean> {
  const rows = await listSubtasks(tx, run);
  return rows.some((subtask) => subtask.number === number && subtask.status === "done");
}

/**
 * The caller holds the task's lock, so exactly one subtask sees itself as the last. A repeat finds the run further on and
 * does not send it there again: a second writer would write, and pay, a second time.
 */
async function join(tx: Sql, send: Send, run: Run, at: Date): Promise<void> {
  const open = (await listSubtasks(tx, run)).filter(
    ({ status }) => status === "pending" || status === "running",
  );
  const { state } = await getTask(tx, run.taskId);
  if (open.length === 0 && state.status === "running" && state.phase === "gather") {
    await enter(tx, run, "write", at);
    await send(tx, write, run);
  }
  await progressTo(send, tx, run.taskId);
}
