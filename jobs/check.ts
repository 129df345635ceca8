import { Draft } from "../src/domain/draft.ts";
import type { Task } from "../src/domain/task.ts";
import { PermanentError } from "../src/errors.ts";
import { defineJob } from "../src/queue/job.ts";
import type { Send } from "../src/queue/queue.ts";
import type { Material } from "../src/research/engine.ts";
import type { Sql } from "../src/store/database.ts";
import { saveDraft } from "../src/store/drafts.ts";
import { holdFence } from "../src/store/fence.ts";
import { listLateNotes, makeFeedback } from "../src/store/notes.ts";
import { getScope } from "../src/store/scopes.ts";
import { getStep } from "../src/store/steps.ts";
import { changeTask, getTask } from "../src/store/tasks.ts";
import { loadMaterial } from "./brief.ts";
import { citationsOf } from "./cite.ts";
import { freeSlot } from "./admit.ts";
import { revise } from "./revise.ts";
import { inScope, scoped } from "./scope.ts";
import { reach } from "../src/points.ts";
import {
  deliverTo,
  engineContext,
  orFenced,
  type RunDeps,
  RunPayload,
  writtenStep,
} from "./run.ts";
import { inPhase } from "./pause.ts";

/** Draft in, draft with its citations checked out, up for review. A repeat is fenced: the first one submits. */
export const check = defineJob({
  queue: "check",
  payload: RunPayload,
  options: { retryLimit: 2, retryDelaySeconds: 2, expireSeconds: 900, gated: true },

  async work(run, deps: RunDeps, { signal }) {
    const { db, send, engine, now } = deps;
    const scope = await getScope(db, run);
    await inPhase(deps, run, inScope("check", scope), signal, async (owned) => {
      const task = await getTask(db, run.taskId);
      const written = await getWritten(db, run);
      const material = await loadMaterial(db, task, run.revision);
      const context = scoped(engineContext(deps, await deps.readFor(task), owned), scope);
      const checked = await context.remember("check", Draft, () =>
        engine.check(written, material, context),
      );
      await db.transaction(async (tx) => {
        await holdFence(tx, owned.fence);
        await submit(tx, send, task, checked, material, now());
      });
      reach("draft-submitted");
    });
  },
});

/** What the engine wrote for a run, before any check. */
export async function getWritten(sql: Sql, run: Parameters<typeof getStep>[1]): Promise<Draft> {
  const written = await getStep(sql, run, inScope(writtenStep, await getScope(sql, run)));
  if (written === undefined) throw new PermanentError("The draft of this run is gone.");
  return Draft.parse(JSON.parse(written));
}

/** Puts a draft up for review. A note that came too late for it becomes the next revision at once: none is dropped. */
export async function submit(
  tx: Sql,
  send: Send,
  { id, revision }: Task,
  draft: Draft,
  material: Material,
  at: Date,
): Promise<void> {
  await saveDraft(tx, { taskId: id, revision }, draft, citationsOf(draft, material), null);
  orFenced(await changeTask(tx, id, { type: "submit", revision, at }));
  const part = inScope("write", await getScope(tx, { taskId: id, revision }));
  const late = await listLateNotes(tx, { taskId: id, revision, part });
  const [first] = late;
  if (first !== undefined) {
    const feedback = late.map(({ text }) => text).join("\n");
    orFenced(await revise(tx, send, { id, revision, by: first.by, feedback, at }));
    await makeFeedback(tx, late, revision + 1);
  }
  await deliverTo(send, tx, id);
  await freeSlot(send, tx);
}
