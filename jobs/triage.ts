import { z } from "zod";
import { replies } from "../blocks/replies.ts";
import type { TaskId } from "../src/domain/ids.ts";
import { readAnswer } from "../src/domain/question.ts";
import { changesScope } from "../src/domain/remark.ts";
import type { Task } from "../src/domain/task.ts";
import { BudgetError } from "../src/errors.ts";
import { defineJob } from "../src/queue/job.ts";
import type { Send } from "../src/queue/queue.ts";
import type { Owned } from "../src/queue/watch.ts";
import type { Sql } from "../src/store/database.ts";
import { rewordDelivery } from "../src/store/deliveries.ts";
import { holdFence } from "../src/store/fence.ts";
import { getNote, type Note } from "../src/store/notes.ts";
import { getQuestion, replaceAssumed } from "../src/store/questions.ts";
import { getTask, lockTask } from "../src/store/tasks.ts";
import { loadBrief } from "./brief.ts";
import { deliverTo, engineContext, inPart, type RunDeps, RunPayload } from "./run.ts";
import { renamed, rescope } from "./scope.ts";

/** A note, and the message in which it was confirmed. */
export const TriagePayload = RunPayload.extend({ note: z.string(), said: z.string() });
type Payload = z.infer<typeof TriagePayload>;

/**
 * Whether a note changes what is asked: then the run plans again. All other notes are taken up as it goes on, and so is this
 * one where nobody judges it. A repeat finds the epoch raised.
 */
export const triage = defineJob({
  queue: "triage",
  payload: TriagePayload,
  options: { retryLimit: 2, retryDelaySeconds: 1, expireSeconds: 60 },

  async work({ note: id, said, ...run }, deps: RunDeps, { signal }) {
    const { db, send, now } = deps;
    const note = await getNote(db, id);
    if (note === undefined) return;
    await inPart(deps, run, `triage:${id}`, signal, async (owned) => {
      if ((await judge(deps, owned, note)) === "steer") return;
      await db.transaction(async (tx) => {
        await holdFence(tx, owned.fence);
        const task = await lockTask(tx, run.taskId);
        await planAgain(tx, send, { task, note, said, at: now() });
      });
    });
  },
});

type Verdict = "rescope" | "steer";

async function judge(deps: RunDeps, { fence, signal }: Owned, note: Note): Promise<Verdict> {
  const { db, engine } = deps;
  if ((await lateAnswer(db, fence.taskId, note)) !== undefined) return "rescope";
  if (engine.triage === undefined) return byWords(note);
  const task = await getTask(db, fence.taskId);
  const brief = await loadBrief(db, task, deps.searchable);
  const own = engineContext(deps, await deps.readFor(task), { fence, signal });
  try {
    return await engine.triage(
      note.text,
      brief,
      renamed(own, (name) => `${fence.part}:${name}`),
    );
  } catch (error) {
    if (error instanceof BudgetError) return byWords(note);
    throw error;
  }
}

/** The option that a note names, of a question to which another answer was assumed; undefined for any other note. */
async function lateAnswer(sql: Sql, taskId: TaskId, note: Note): Promise<string | undefined> {
  const asked = await getQuestion(sql, taskId);
  if (asked?.answer == null || asked.answeredBy !== null) return undefined;
  const answer = readAnswer(note.text, asked);
  return asked.options.includes(answer) && answer !== asked.answer ? answer : undefined;
}

const byWords = ({ text }: Note): Verdict => (changesScope(text) ? "rescope" : "steer");

/** For a note that could not be judged, several times over: clear words still count. */
export async function judgeByWords(
  tx: Sql,
  send: Send,
  { taskId, revision, epoch, note: id, said }: Payload,
  at: Date,
): Promise<void> {
  const task = await lockTask(tx, taskId);
  const note = await getNote(tx, id);
  if (note === undefined || task.revision !== revision || task.epoch !== epoch) return;
  const late = (await lateAnswer(tx, taskId, note)) !== undefined;
  if (late || byWords(note) === "rescope") await planAgain(tx, send, { task, note, said, at });
}

/** Plans again and says so in the place of "noted"; where the run does not take it any more, the note stays what it is. */
async function planAgain(
  tx: Sql,
  send: Send,
  { task, note, said, at }: { task: Task; note: Note; said: string; at: Date },
): Promise<void> {
  const { id, revision } = task;
  const answer = await lateAnswer(tx, id, note);
  if (answer !== undefined) await replaceAssumed(tx, id, { answer, by: note.by, at });
  const outcome = await rescope(tx, send, { id, revision, by: note.by, at, note: note.id });
  if (typeof outcome === "string") return;
  await rewordDelivery(tx, said, { text: replies.rescoped(outcome.task, outcome.kept) });
  await deliverTo(send, tx, id);
}
