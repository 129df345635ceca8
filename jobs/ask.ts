import { Asking, fitQuestion } from "../src/domain/question.ts";
import type { Owned } from "../src/queue/watch.ts";
import type { Brief, EngineContext } from "../src/research/engine.ts";
import { holdFence } from "../src/store/fence.ts";
import { getQuestion, saveQuestion } from "../src/store/questions.ts";
import { changeTask } from "../src/store/tasks.ts";
import { freeSlot } from "./admit.ts";
import { assume } from "./answer.ts";
import { deliverTo, orFenced, type RunDeps } from "./run.ts";

/**
 * Before the first plan of a task an engine may ask back, once: then the run waits, gives up its slot, and whoever answers,
 * or the end of the time, sends it here again. Answers whether it waits now.
 */
export async function askBack(
  { db, send, engine, answerMinutes, now }: RunDeps,
  { fence }: Owned,
  load: () => Promise<Brief>,
  context: EngineContext,
): Promise<boolean> {
  const { taskId, revision, epoch } = fence;
  if (engine.clarify === undefined || answerMinutes === 0 || revision > 1) return false;
  if ((await getQuestion(db, taskId)) !== undefined) return false;
  const brief = await load();
  const asking = await context.remember(
    "clarify",
    Asking.nullable(),
    async () => (await engine.clarify?.(brief, context)) ?? null,
  );
  const fit = asking && fitQuestion(asking);
  if (fit === null) return false;
  const { question, options, default: otherwise } = fit;
  await db.transaction(async (tx) => {
    await holdFence(tx, fence);
    const at = now();
    const until = new Date(at.getTime() + answerMinutes * 60_000);
    const choice = { options, default: otherwise, until };
    orFenced(await changeTask(tx, taskId, { type: "ask", revision, question, choice, at }));
    await saveQuestion(tx, fence, { ...fit, until });
    const run = { taskId, revision, epoch };
    await send(tx, assume, run, { afterSeconds: Math.ceil(answerMinutes * 60) });
    await deliverTo(send, tx, taskId);
    await freeSlot(send, tx);
  });
  return true;
}
