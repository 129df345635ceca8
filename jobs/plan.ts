import type { z } from "zod";
import { Plan } from "../src/domain/plan.ts";
import { defineJob } from "../src/queue/job.ts";
import { holdFence } from "../src/store/fence.ts";
import { reopenFailed, savePlan } from "../src/store/runs.ts";
import { getTask } from "../src/store/tasks.ts";
import { loadBrief } from "./brief.ts";
import { gather } from "./gather.ts";
import { giveSlots } from "./admit.ts";
import {
  deliverTo,
  engineContext,
  enter,
  inPart,
  planQueue,
  progressTo,
  type RunDeps,
  type RunPayload,
} from "./run.ts";
import { reach } from "../src/points.ts";
import { awaitSlot, isAdmitted } from "../src/store/admission.ts";
import { write } from "./write.ts";

/** Request in, subtasks out; then a `gather` for each. A repeat finds the plan remembered and sends nothing twice: it is fenced. */
export const plan = defineJob({
  ...planQueue,
  options: { retryLimit: 3, retryDelaySeconds: 2, expireSeconds: 300, gated: true },

  async work(run, deps: RunDeps, { signal }) {
    const { db, send, engine, now } = deps;
    if (!(await hasSlot(deps, run))) return;
    reach("run-admitted");
    await inPart(deps, run, "plan", signal, async (owned) => {
      await db.transaction(async (tx) => {
        await holdFence(tx, owned.fence);
        await enter(tx, run, "plan", now());
        await deliverTo(send, tx, run.taskId);
      });
      reach("plan-begun");
      const task = await getTask(db, run.taskId);
      const brief = await loadBrief(db, task, deps.searchable);
      const context = engineContext(db, await deps.readFor(task), owned);
      const made = await context.remember("plan", Plan, () => engine.plan(brief, context));

      await db.transaction(async (tx) => {
        await holdFence(tx, owned.fence);
        await savePlan(tx, run, made, engine.id);
        await reopenFailed(tx, run);
        const phase = made.subtasks.length > 0 ? "gather" : "write";
        await enter(tx, run, phase, now());
        for (const { number } of made.subtasks) await send(tx, gather, { ...run, subtask: number });
        if (phase === "write") await send(tx, write, run);
        await progressTo(send, tx, run.taskId);
      });
      reach("plan-saved");
    });
  },
});

/** A run without a slot waits in its row: whoever gives it one sends it here again. */
async function hasSlot(deps: RunDeps, { taskId }: z.infer<typeof RunPayload>): Promise<boolean> {
  if (await isAdmitted(deps.db, taskId)) return true;
  return await deps.db.transaction(async (tx) => {
    await awaitSlot(tx, taskId);
    const admitted = await giveSlots(deps, tx, taskId);
    // People see that it waits; otherwise the plan's own beginning is what they see first.
    if (!admitted) await deliverTo(deps.send, tx, taskId);
    return admitted;
  });
}
