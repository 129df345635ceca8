import type { Send } from "../src/queue/queue.ts";
import { startRounds } from "../src/queue/rounds.ts";
import { type Admitted, isAnyWaiting, listStuck } from "../src/store/admission.ts";
import type { Sql } from "../src/store/database.ts";
import { hurryVoidBatches, listUnwatched } from "../src/store/batches.ts";
import { listOverdue } from "../src/store/questions.ts";
import { listSubtasks } from "../src/store/runs.ts";
import { type AdmitDeps, giveSlots } from "./admit.ts";
import { assume } from "./answer.ts";
import { check } from "./check.ts";
import { batchQueue } from "./defer.ts";
import { gather } from "./gather.ts";
import { plan } from "./plan.ts";
import { write } from "./write.ts";

export type RescueDeps = AdmitDeps & {
  readonly log: (event: string, fields: Record<string, string | number>) => void;
};

/** How often somebody looks for what nobody works on, in milliseconds. */
const lookEveryMs = 1_000;

/** How long a task under way may be without any job before something must have been lost. */
const quietSeconds = 3;

/**
 * Finds what should go on and does not: runs that wait while there is room, and tasks under way that no job is about. It is
 * no job itself, because it must also find lost jobs. In many processes at once it does no harm.
 */
export function startRescue(deps: RescueDeps): AsyncDisposable {
  const settings = { everyMs: lookEveryMs, called: "rescue", log: deps.log };
  return startRounds(settings, () => rescue(deps));
}

/** One look. Exported for tests and trials that want to say when. */
export async function rescue(deps: RescueDeps): Promise<void> {
  if (await isAnyWaiting(deps.db)) await deps.db.transaction((tx) => giveSlots(deps, tx));
  await deps.db.transaction((tx) => sendStuck(deps, tx));
  await hurryVoidBatches(deps.db, batchQueue.queue);
  await deps.db.transaction((tx) => watchBatches(deps, tx));
}

/** A run goes on from its last finished step, so it is enough to send it to its phase again. */
async function sendStuck({ send, log }: RescueDeps, tx: Sql): Promise<void> {
  for (const { phase, ...run } of await listStuck(tx, quietSeconds)) {
    log("task had no job", { task: run.taskId, phase: phase ?? "queued" });
    if (phase === "gather") await sendSubtasks(send, tx, run);
    else await send(tx, phase === "write" ? write : phase === "check" ? check : plan, run);
  }
  for (const run of await listOverdue(tx, quietSeconds)) {
    log("question had no end", { task: run.taskId });
    await send(tx, assume, run);
  }
}

async function watchBatches({ send, log }: RescueDeps, tx: Sql): Promise<void> {
  for (const each of await listUnwatched(tx, batchQueue.queue)) {
    log("batch had no job", { batch: each.batch });
    await send(tx, batchQueue, each, { key: each.batch });
  }
}

/**
 * One that is gathered already only hands the run on, which is what is missing when no other is left; which of them may ask
 * what is still missing is remembered, so all are sent.
 */
async function sendSubtasks(send: Send, tx: Sql, run: Admitted): Promise<void> {
  const subtasks = await listSubtasks(tx, run);
  const open = subtasks.filter(({ status }) => status === "pending" || status === "running");
  for (const { number } of open.length > 0 ? open : subtasks) {
    await send(tx, gather, { ...run, subtask: number });
  }
}
