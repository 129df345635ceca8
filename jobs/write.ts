import type { z } from "zod";
import { Draft } from "../src/domain/draft.ts";
import { FencedError, PermanentError } from "../src/errors.ts";
import { defineJob } from "../src/queue/job.ts";
import type { Sql } from "../src/store/database.ts";
import { holdFence } from "../src/store/fence.ts";
import { takeNotes } from "../src/store/notes.ts";
import { listRuns } from "../src/store/runs.ts";
import { getStep } from "../src/store/steps.ts";
import { getTask } from "../src/store/tasks.ts";
import { loadBrief, loadMaterial } from "./brief.ts";
import { check } from "./check.ts";
import {
  engineContext,
  enter,
  inPart,
  progressTo,
  type RunDeps,
  RunPayload,
  writtenStep,
} from "./run.ts";
import { reach } from "../src/points.ts";

/** Material in, draft out; then hands the run to `check`. Notes that came meanwhile are taken up here. A repeat finds the draft remembered. */
export const write = defineJob({
  queue: "write",
  payload: RunPayload,
  options: { retryLimit: 3, retryDelaySeconds: 2, expireSeconds: 300, gated: true },

  async work(run, deps: RunDeps, { signal }) {
    const { db, send, engine, now } = deps;
    await inPart(deps, run, "write", signal, async (owned) => {
      const notes = await db.transaction(async (tx) => {
        await holdFence(tx, owned.fence);
        await stillWrites(tx, run);
        // What is said after the draft was written is for the next revision, also when its writer died over it.
        const written = await getStep(tx, run, writtenStep);
        return written === undefined ? takeNotes(tx, run.taskId, run.revision) : [];
      });
      const task = await getTask(db, run.taskId);
      const made = (await listRuns(db, task.id)).find(({ revision }) => revision === run.revision);
      if (made?.plan == null) throw new PermanentError("The plan of this run is gone.");
      const said = notes.map(({ text }) => text);
      const brief = await loadBrief(db, task, deps.searchable, said);
      const material = await loadMaterial(db, task, run.revision);
      const context = engineContext(db, await deps.readFor(task), owned);
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
