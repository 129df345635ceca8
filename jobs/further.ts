import { z } from "zod";
import { Subtask } from "../src/domain/plan.ts";
import type { Task } from "../src/domain/task.ts";
import type { Brief, EngineContext } from "../src/research/engine.ts";
import { listRuns } from "../src/store/runs.ts";
import { getStep } from "../src/store/steps.ts";
import { loadMaterial } from "./brief.ts";
import type { RunDeps } from "./run.ts";
import { inScope } from "./scope.ts";

/** The name under which a plan remembers what was missing. */
const gapStep = "gap";

/**
 * Whether it is for this part to ask what is missing: for the first that found all others gathered, and for everybody once the
 * answer is there. A repeat of another part, which finds them gathered too, would ask and pay beside it.
 */
export async function mayAsk(
  { db }: Pick<RunDeps, "db">,
  { task, subtask, scope }: { task: Task; subtask: number; scope: number },
  { remember }: EngineContext,
): Promise<boolean> {
  const first = await remember(`${gapStep}:by`, z.int(), () => Promise.resolve(subtask));
  if (first === subtask) return true;
  const run = { taskId: task.id, revision: task.revision, epoch: task.epoch };
  return (await getStep(db, run, inScope(gapStep, scope))) !== undefined;
}

/** Further parts that the engine wants of a run that is gathered; asked once a plan, and remembered. */
export async function findFurther(
  { db, engine }: Pick<RunDeps, "db" | "engine">,
  task: Task,
  brief: Brief,
  context: EngineContext,
): Promise<readonly Subtask[]> {
  const { plan } =
    (await listRuns(db, task.id)).find(({ revision }) => revision === task.revision) ?? {};
  if (plan == null || engine.gap === undefined) return [];
  const material = await loadMaterial(db, task, task.revision);
  return await context.remember(gapStep, z.array(Subtask).readonly(), async () => [
    ...((await engine.gap?.(brief, plan, material, context)) ?? []),
  ]);
}
