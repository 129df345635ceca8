import { z } from "zod";
import { TaskId } from "../src/domain/ids.ts";
import type { Phase, Refusal, Task } from "../src/domain/task.ts";
import { FencedError } from "../src/errors.ts";
import { rememberIn } from "../src/queue/remember.ts";
import type { Send } from "../src/queue/queue.ts";
import type { Owned } from "../src/queue/watch.ts";
import type { Engine, EngineContext, Read } from "../src/research/engine.ts";
import type { Database, Sql } from "../src/store/database.ts";
import { claimNextLook } from "../src/store/deliveries.ts";
import { changeTask } from "../src/store/tasks.ts";
import type { Searchable } from "./brief.ts";
import { deliver, deliverLimits } from "./deliver.ts";
import { cardKey } from "./follow.ts";

/** What travels from phase to phase: a run, and the epoch in which it was sent. A raised epoch makes it void. */
export const RunPayload = z.object({
  taskId: TaskId,
  revision: z.int().positive(),
  epoch: z.int().nonnegative(),
});

/** Where every run begins. The last phase sends here too (a late note is the next revision), so it stands apart from its job. */
export const planQueue = { queue: "plan", payload: RunPayload };

/** The name under which a run remembers what was written, before it is checked. */
export const writtenStep = "write";

/** What the phases of a run need. */
export type RunDeps = {
  readonly db: Database;
  readonly send: Send;
  readonly engine: Engine;
  /** Reads on behalf of a task's requester: nothing that they may not see. */
  readonly readFor: (task: Task) => Promise<Read>;
  readonly searchable: Searchable;
  readonly now: () => Date;
};

export const runOf = ({ id, revision, epoch }: Task): z.infer<typeof RunPayload> => ({
  taskId: id,
  revision,
  epoch,
});

export const deliverTo = (send: Send, tx: Sql, taskId: TaskId): Promise<void> =>
  send(tx, deliver, { taskId }, { key: taskId });

/**
 * For what only moves the card: at most one job in the time in which it may change once, however much happens meanwhile.
 * What a person waits for (a draft, an end, an answer) is delivered at once.
 */
export async function progressTo(send: Send, tx: Sql, taskId: TaskId): Promise<void> {
  const { cardEveryMs } = deliverLimits;
  if (!(await claimNextLook(tx, cardKey(taskId), cardEveryMs))) return;
  await send(tx, deliver, { taskId }, { key: taskId, afterSeconds: cardEveryMs / 1_000 });
}

export const engineContext = (db: Database, read: Read, owned: Owned): EngineContext => ({
  read,
  remember: rememberIn(db, owned.fence),
  signal: owned.signal,
});

/** Moves a run into a phase. Throws FencedError where the task no longer takes it. */
export async function enter(
  tx: Sql,
  run: { taskId: TaskId; revision: number },
  phase: Phase,
  at: Date,
) {
  return orFenced(
    await changeTask(tx, run.taskId, { type: "advance", revision: run.revision, phase, at }),
  );
}

/** For what only a run that still stands may do: a refusal means that it no longer does. */
export function orFenced(outcome: Task | Refusal): Task {
  if (typeof outcome === "string") throw new FencedError(`the run is void: ${outcome}`);
  return outcome;
}
