import { z } from "zod";
import { type Limits, shortageWords } from "../src/domain/budget.ts";
import { TaskId } from "../src/domain/ids.ts";
import type { Phase, Refusal, Task } from "../src/domain/task.ts";
import { BudgetError, FencedError, PermanentError, RateLimitedError } from "../src/errors.ts";
import { payIn } from "../src/queue/pay.ts";
import { rememberIn } from "../src/queue/remember.ts";
import type { Hurry, Send } from "../src/queue/queue.ts";
import { own, type Owned } from "../src/queue/watch.ts";
import type { Engine, EngineContext, Pay, Read } from "../src/research/engine.ts";
import type { Bounds } from "../src/store/admission.ts";
import { type Database, isConnectionLost, type Sql } from "../src/store/database.ts";
import { claimNextLook } from "../src/store/deliveries.ts";
import { noteWait } from "../src/store/fence.ts";
import { changeTask } from "../src/store/tasks.ts";
import type { Searchable } from "./brief.ts";
import { deliver, deliverLimits } from "./deliver.ts";
import { cardKey } from "./follow.ts";
import { hear } from "./hear.ts";

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
  readonly hurry: Hurry;
  readonly engine: Engine;
  /** Reads on behalf of a task's requester: nothing that they may not see. */
  readonly readFor: (task: Task) => Promise<Read>;
  readonly searchable: Searchable;
  /** How many runs may go on at once for one person and one workspace. */
  readonly bounds: Bounds;
  /** What may be spent. */
  readonly budget: Limits;
  /** How long a question waits for an answer before its default holds, in minutes; 0: nothing is ever asked back. */
  readonly answerMinutes: number;
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

/**
 * Does one part of a run, if it still stands and as long as it does. Being told to wait is written down for the card, and
 * the wait itself is the queue's. What does not fit a budget will not fit it when it is tried again: whose it is, is said.
 */
export async function inPart(
  { db, send, now }: Pick<RunDeps, "db" | "send" | "now">,
  run: z.infer<typeof RunPayload>,
  part: string,
  signal: AbortSignal,
  work: (owned: Owned) => Promise<void>,
): Promise<void> {
  await own(db, run, part, signal, async (owned) => {
    try {
      await work(owned);
    } catch (error) {
      if (error instanceof RateLimitedError) {
        const wait = { for: error.service, seconds: error.retryAfterSeconds };
        await db.transaction(async (tx) => {
          await noteWait(tx, owned.fence, wait);
          await deliverTo(send, tx, run.taskId);
        });
      }
      if (error instanceof BudgetError) {
        throw new PermanentError(shortageWords(error, now()), { cause: error });
      }
      throw error;
    }
  });
}

type ContextDeps = Pick<RunDeps, "db" | "send" | "hurry" | "budget">;

export const engineContext = (deps: ContextDeps, read: Read, owned: Owned): EngineContext => ({
  read,
  remember: rememberIn(deps.db, owned.fence),
  pay: payAndShow(deps, owned),
  patient: owned.later !== undefined,
  takeNotes: (step) => hear(deps.db, owned.fence, step),
  warm: () => deps.hurry(deps.db, gatherQueue, owned.fence.taskId),
  signal: owned.signal,
});

/** Where the parts of a plan go; all of them, or the first one before the others. */
export const gatherQueue = "gather";

/**
 * What a call has cost is seen on the card as soon as that may change. One that failed may have cost something as well, and
 * where it failed because its run was stopped, nothing else would show it.
 */
function payAndShow({ db, send, budget }: ContextDeps, { fence, later }: Owned): Pay {
  const pay = payIn(db, fence, budget, later);
  return async (call) => {
    try {
      const answer = await pay(call);
      await db.transaction((tx) => progressTo(send, tx, fence.taskId));
      return answer;
    } catch (error) {
      // Where the database is away as well, whoever books the call later shows it.
      await db.transaction((tx) => deliverTo(send, tx, fence.taskId)).catch(unlessLost);
      throw error;
    }
  };
}

function unlessLost(error: unknown): void {
  if (!isConnectionLost(error)) throw error;
}

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
