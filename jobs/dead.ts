import { z } from "zod";
import { TaskId } from "../src/domain/ids.ts";
import type { Task } from "../src/domain/task.ts";
import { defineJob } from "../src/queue/job.ts";
import { deadLetters, type Send } from "../src/queue/queue.ts";
import type { Database, Sql } from "../src/store/database.ts";
import { hasChangedWithin } from "../src/store/deliveries.ts";
import { changeTask, lockTask } from "../src/store/tasks.ts";
import { freeSlot } from "./admit.ts";
import { loadMaterial } from "./brief.ts";
import { check, getWritten, submit } from "./check.ts";
import { deliver } from "./deliver.ts";
import { gather, GatherPayload, giveUpSubtask } from "./gather.ts";
import { plan } from "./plan.ts";
import { deliverTo, RunPayload } from "./run.ts";
import { judgeByWords, triage, TriagePayload } from "./triage.ts";
import { write } from "./write.ts";

export type DeadDeps = {
  readonly db: Database;
  readonly send: Send;
  readonly now: () => Date;
  readonly log: (event: string, fields: Record<string, string | number>) => void;
};

const doing: Record<string, string> = {
  [plan.queue]: "planning",
  [gather.queue]: "gathering",
  [write.queue]: "writing",
  [check.queue]: "checking",
};

/**
 * Where jobs end that cannot be done. The person who asked hears of it in the thread: a part that failed is reported in the
 * draft, a draft that could not be checked is shown unchecked, anything else ends the run with Retry. Twice is harmless:
 * a run that has ended or gone on since is left alone.
 */
export const dead = defineJob({
  queue: deadLetters,
  payload: z.looseObject({ taskId: TaskId.optional() }),
  options: { retryLimit: 5, retryDelaySeconds: 2, expireSeconds: 60 },

  async work(letter, { db, send, now, log }: DeadDeps, { deadFrom }) {
    const queue = deadFrom?.queue ?? "unknown";
    const phase = doing[queue];
    log("dead letter", { queue, ...(letter.taskId && { task: letter.taskId }) });
    if (queue === deliver.queue && letter.taskId) {
      return showLater({ db, send, log }, letter.taskId);
    }
    const note = TriagePayload.safeParse(letter);
    if (queue === triage.queue && note.success) {
      return db.transaction((tx) => judgeByWords(tx, send, note.data, now()));
    }
    const run = RunPayload.safeParse(letter);
    if (phase === undefined || !run.success) return;

    await db.transaction(async (tx) => {
      const task = await lockStanding(tx, run.data);
      if (task === undefined) return;
      const reason =
        deadFrom?.reason ?? `Something went wrong on my side while ${phase}, several times over.`;
      const part = GatherPayload.safeParse(letter);
      if (queue === gather.queue && part.success) {
        await giveUpSubtask(tx, send, part.data, reason, now());
      } else if (queue === check.queue) {
        const material = await loadMaterial(tx, task, task.revision);
        await submit(tx, send, task, await getWritten(tx, run.data), material, now());
      } else {
        const { revision } = task;
        await changeTask(tx, task.id, { type: "fail", revision, reason, at: now() });
        await deliverTo(send, tx, task.id);
        await freeSlot(send, tx);
      }
    });
  },
});

/** How long after its last change a thread that Slack does not let us reach is still tried, and how often. */
const showForHours = 24;
const showEverySeconds = 5 * 60;

/** Slack was away for longer than the retries last: the thread is brought up to date when it is back. */
async function showLater({ db, send, log }: Omit<DeadDeps, "now">, taskId: TaskId): Promise<void> {
  await db.transaction(async (tx) => {
    if (await hasChangedWithin(tx, taskId, showForHours)) {
      await send(tx, deliver, { taskId }, { afterSeconds: showEverySeconds, key: taskId });
    } else {
      log("thread given up", { task: taskId });
    }
  });
}

/** The task, locked, if this very run is still the one under way. */
async function lockStanding(
  tx: Sql,
  { taskId, revision, epoch }: z.infer<typeof RunPayload>,
): Promise<Task | undefined> {
  const task = await lockTask(tx, taskId);
  return task.revision === revision && task.epoch === epoch && task.state.status === "running"
    ? task
    : undefined;
}
