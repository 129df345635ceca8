import type { z } from "zod";
import { Plan } from "../src/domain/plan.ts";
import { defineJob } from "../src/queue/job.ts";
import type { Owned } from "../src/queue/watch.ts";
import type { Sql } from "../src/store/database.ts";
import { holdFence } from "../src/store/fence.ts";
import { reopenFailed, savePlan } from "../src/store/runs.ts";
import { getScope } from "../src/store/scopes.ts";
import { getTask } from "../src/store/tasks.ts";
import { askBack } from "./ask.ts";
import { loadBrief, loadFound } from "./brief.ts";
import { gather } from "./gather.ts";
import { beginStep, hear } from "./hear.ts";
import { giveSlots } from "./admit.ts";
import {
  deliverTo,
  engineContext,
  enter,
  planQueue,
  progressTo,
  type RunDeps,
  type RunPayload,
} from "./run.ts";
import { inPhase } from "./pause.ts";
import { reach } from "../src/points.ts";
import { inScope, scoped } from "./scope.ts";
import { awaitSlot, isAdmitted, retakeSlot } from "../src/store/admission.ts";
import { write } from "./write.ts";

/**
 * Request in, subtasks out; then a `gather` for each. First the engine may ask back. A repeat finds the plan remembered and
 * sends nothing twice: it is fenced.
 */
export const plan = defineJob({
  ...planQueue,
  options: { retryLimit: 3, retryDelaySeconds: 2, expireSeconds: 900, gated: true },

  async work(run, deps: RunDeps, { signal }) {
    const { db, send, now } = deps;
    if (!(await hasSlot(deps, run))) return;
    reach("run-admitted");
    const scope = await getScope(db, run);
    await inPhase(deps, run, inScope("plan", scope), signal, async (owned) => {
      await db.transaction(async (tx) => {
        await holdFence(tx, owned.fence);
        await enter(tx, run, "plan", now());
        await deliverTo(send, tx, run.taskId);
      });
      reach("plan-begun");
      const made = await makePlan(deps, owned, scope);
      if (made === undefined) return;
      await db.transaction(async (tx) => {
        await holdFence(tx, owned.fence);
        await begin(tx, deps, run, made);
      });
      reach("plan-saved");
    });
  },
});

type Run = z.infer<typeof RunPayload>;

/** Undefined where a person is asked first. What they have said until then is heard before, and what they say after it too. */
async function makePlan(deps: RunDeps, owned: Owned, scope: number): Promise<Plan | undefined> {
  const { db, engine } = deps;
  const task = await getTask(db, owned.fence.taskId);
  const context = scoped(engineContext(deps, await deps.readFor(task), owned), scope);
  const before = await hear(db, owned.fence, "clarify");
  const load = () => loadBrief(db, task, deps.searchable, before);
  if (scope === 1 && (await askBack(deps, owned, load, context))) return undefined;

  const notes = [...before, ...(await hear(db, owned.fence, beginStep))];
  // Read only now: who changes the request after this sees that the plan has begun.
  const current = await getTask(db, task.id);
  const asked = await loadBrief(db, current, deps.searchable, notes);
  const brief = scope === 1 ? asked : { ...asked, found: await loadFound(db, current) };
  return await context.remember("plan", Plan, () => engine.plan(brief, context));
}

/**
 * What all parts of a plan send alike is read from a cache at a tenth of its price, once the first one's answer has begun to
 * come. So long the others wait for that, unless it comes earlier.
 */
const warmSeconds = 5;

/** Sends every part of the plan on its way; where there is nothing to gather, the writing. */
async function begin(tx: Sql, { send, engine, now }: RunDeps, run: Run, made: Plan) {
  const { subtasks } = await savePlan(tx, run, made, engine.id);
  await reopenFailed(tx, run);
  const phase = subtasks.length > 0 ? "gather" : "write";
  await enter(tx, run, phase, now());
  for (const [n, { number }] of subtasks.entries()) {
    const later = n > 0 && engine.id === "claude" ? { afterSeconds: warmSeconds } : {};
    await send(tx, gather, { ...run, subtask: number }, later);
  }
  if (phase === "write") await send(tx, write, run);
  await progressTo(send, tx, run.taskId);
}

/** A run without a slot waits in its row: whoever gives it one sends it here again. */
async function hasSlot(deps: RunDeps, { taskId }: Run): Promise<boolean> {
  if (await isAdmitted(deps.db, taskId)) return true;
  return await deps.db.transaction(async (tx) => {
    // One that gave up its slot for a batch, and is to plan again, has nobody but us who asks for another.
    if (await retakeSlot(tx, deps.bounds, taskId)) return true;
    await awaitSlot(tx, taskId);
    const admitted = await giveSlots(deps, tx, taskId);
    // People see that it waits; otherwise the plan's own beginning is what they see first.
    if (!admitted) await deliverTo(deps.send, tx, taskId);
    return admitted;
  });
}
