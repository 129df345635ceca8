import { z } from "zod";
import { defineJob } from "../src/queue/job.ts";
import type { Send } from "../src/queue/queue.ts";
import type { Owned } from "../src/queue/watch.ts";
import type { Gathered } from "../src/research/engine.ts";
import type { Sql } from "../src/store/database.ts";
import { holdFence } from "../src/store/fence.ts";
import { saveGathered } from "../src/store/material.ts";
import {
  addSubtasks,
  failSubtask,
  getSubtask,
  listSubtasks,
  startSubtask,
} from "../src/store/runs.ts";
import { getScope } from "../src/store/scopes.ts";
import { getTask } from "../src/store/tasks.ts";
import { PermanentError } from "../src/errors.ts";
import { loadBrief } from "./brief.ts";
import { findFurther, mayAsk } from "./further.ts";
import { beginStep, hear } from "./hear.ts";
import { inScope, scoped } from "./scope.ts";
import { engineContext, enter, gatherQueue, progressTo, type RunDeps, RunPayload } from "./run.ts";
import { inPhase } from "./pause.ts";
import { reach } from "../src/points.ts";
import { write } from "./write.ts";

export const GatherPayload = RunPayload.extend({ subtask: z.int().positive() });

/**
 * Reads for one subtask, beside the others; the last one to finish has the engine look whether something is missing, and hands
 * the run to `write`, or to further subtasks once. A repeat reads what is remembered.
 */
export const gather = defineJob({
  queue: gatherQueue,
  payload: GatherPayload,
  options: { retryLimit: 2, retryDelaySeconds: 2, expireSeconds: 900, gated: true },

  async work({ subtask: number, ...run }, deps: RunDeps, { signal }) {
    const { db, send, engine, now } = deps;
    const scope = await getScope(db, run);
    await inPhase(deps, run, inScope(`gather:${number}`, scope), signal, async (owned) => {
      const asks = engine.gap !== undefined;
      const before = await db.transaction(async (tx) => {
        await holdFence(tx, owned.fence);
        const done = await isDone(tx, run, number);
        // What an earlier try brought home is not fetched again; that it is here may be all the run waits for.
        const joined = done ? await join(tx, send, run, now(), asks) : "new";
        if (!done) await startSubtask(tx, run, number);
        await progressTo(send, tx, run.taskId);
        return joined;
      });
      if (before === "open" || before === "over") return;
      reach("subtask-begun");
      const task = await getTask(db, run.taskId);
      const subtask = await getSubtask(db, run, number);
      if (subtask === undefined) throw new PermanentError("This part of the plan is gone.");
      const notes = await hear(db, owned.fence, beginStep);
      const brief = await loadBrief(db, task, deps.searchable, notes);
      const context = scoped(engineContext(deps, await deps.readFor(task), owned), scope);
      const joined =
        before === "new"
          ? await save(
              deps,
              owned,
              { ...run, subtask: number },
              await engine.gather(brief, subtask, context),
            )
          : before;
      if (joined !== "all") return;
      if (!(await mayAsk(deps, { task, subtask: number, scope }, context))) return;

      const further = await findFurther(deps, task, brief, context);
      await db.transaction(async (tx) => {
        await holdFence(tx, owned.fence);
        const added = await addSubtasks(tx, run, further);
        for (const next of added) await send(tx, gather, { ...run, subtask: next });
        await join(tx, send, run, now(), false);
      });
    });
  },
});

/** What a part brought home is stored in the commit in which it finds out whether it was the last. */
async function save(
  { db, send, engine, now }: RunDeps,
  owned: Owned,
  { subtask, ...run }: z.infer<typeof GatherPayload>,
  gathered: Gathered,
): Promise<Joined> {
  const joined = await db.transaction(async (tx) => {
    await holdFence(tx, owned.fence);
    await saveGathered(tx, run, { ...gathered, subtask });
    return await join(tx, send, run, now(), engine.gap !== undefined);
  });
  reach("subtask-saved");
  return joined;
}

/** A part that could not be gathered is told in the draft; the run goes on with the others. */
export async function giveUpSubtask(
  tx: Sql,
  send: Send,
  { subtask, ...run }: z.infer<typeof GatherPayload>,
  problem: string,
  at: Date,
): Promise<void> {
  // One that is gathered could not look for what is missing: then nothing is, and the run goes on.
  if (!(await isDone(tx, run, subtask))) await failSubtask(tx, run, subtask, problem);
  await join(tx, send, run, at, false);
}

type Run = z.infer<typeof RunPayload>;

async function isDone(tx: Sql, run: Run, number: number): Promise<boolean> {
  const rows = await listSubtasks(tx, run);
  return rows.some((subtask) => subtask.number === number && subtask.status === "done");
}

/** `open`: others are still gathered. `all`: nothing is, and the engine has to be asked. `over`: the run is further on. */
type Joined = "open" | "all" | "over";

/**
 * The caller holds the task's lock, so exactly one subtask sees itself as the last. A repeat finds the run further on and
 * does not send it there again: a second writer would write, and pay, a second time.
 */
async function join(tx: Sql, send: Send, run: Run, at: Date, asks: boolean): Promise<Joined> {
  const open = (await listSubtasks(tx, run)).filter(
    ({ status }) => status === "pending" || status === "running",
  );
  const { state } = await getTask(tx, run.taskId);
  const isGathered = open.length === 0 && state.status === "running" && state.phase === "gather";
  if (isGathered && asks) return "all";
  if (isGathered) {
    await enter(tx, run, "write", at);
    await send(tx, write, run);
  }
  await progressTo(send, tx, run.taskId);
  return open.length > 0 ? "open" : "over";
}
