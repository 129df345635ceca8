import type { z } from "zod";
import { Draft } from "../src/domain/draft.ts";
import { FencedError, PermanentError } from "../src/errors.ts";
import { defineJob } from "../src/queue/job.ts";
import type { Sql } from "../src/store/database.ts";
import { holdFence } from "../src/store/fence.ts";
import { listRuns } from "../src/store/runs.ts";
import { getScope } from "../src/store/scopes.ts";
import { getTask } from "../src/store/tasks.ts";
import { loadBrief, loadMaterial } from "./brief.ts";
import { check } from "./check.ts";
import { beginStep, hear } from "./hear.ts";
import { inScope, scoped } from "./scope.ts";
import { engineContext, enter, progressTo, type RunDeps, RunPayload, writtenStep } from "./run.ts";
import { inPhase } from "./pause.ts";
import { reach } from "../src/points.ts";

/** Material in, draft out; then hands the run to `check`. What was said to the run by now is taken up here. A repeat finds the draft remembered. */
export const write = defineJob({
  queue: "write",
  payload: RunPayload,
  options: { retryLimit: 3, retryDelaySeconds: 2, expireSeconds: 900, gated: true },

  async work(run, deps: RunDeps, { signal }) {
    const { db, send, engine, now } = deps;
    const scope = await getScope(db, run);
    await inPhase(deps, run, inScope("write", scope), signal, async (owned) => {
      await stillWrites(db, run);
      const notes = await hear(db, owned.fence, beginStep);
      const task = await getTask(db, run.taskId);
      const made = (await listRuns(db, task.id)).find(({ revision }) => revision === run.revision);
      if (made?.plan == null) throw new PermanentError("The plan of this run is gone.");
      const brief = await loadBrief(db, task, deps.searchable, notes);
      const material = await loadMaterial(db, task, run.revision);
      const context = scoped(engineContext(deps, await deps.readFor(task), owned), scope);
      const { plan } = made;
      await context.remember(writtenStep, Draft, () =>
        engine.write(brief, plan, material, context),
      );

      await db.transaction(async (tx) => {
        await holdFence(tx, owned.fence);
        await enter(tx, run, "check", now());
        await send(tx, check, run);
        await progressTo(send, tx, run.taskId);
      });
      reach("draft-written");
    });
  },
});

/** A repeat of a run that is further on would have it checked, and pay for that, a second time. */
async function stillWrites(tx: Sql, { taskId }: z.infer<typeof RunPayload>): Promise<void> {
  const { state } = await getTask(tx, taskId);
  if (state.status === "running" && state.phase === "write") return;
  throw new FencedError(`${taskId} is no longer being written`);
}
