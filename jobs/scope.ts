import type { TaskId, UserId } from "../src/domain/ids.ts";
import type { Refusal, Task } from "../src/domain/task.ts";
import type { Send } from "../src/queue/queue.ts";
import type { EngineContext } from "../src/research/engine.ts";
import type { Sql } from "../src/store/database.ts";
import { hasHeard } from "../src/store/notes.ts";
import { beginScope, getScope, type Kept } from "../src/store/scopes.ts";
import { changeTask } from "../src/store/tasks.ts";
import { beginStep } from "./hear.ts";
import { deliverTo, planQueue, runOf } from "./run.ts";

/** A run plans at most so often; what is said after that is taken up as it goes on. */
export const scopesMax = 8;

/** Steps and parts of a run by the plan they belong to: what was remembered under another one is not the same any more. */
export const inScope = (name: string, scope: number): string =>
  scope === 1 ? name : `${name}@${scope}`;

/** A context whose names belong to one scope. What was read stays read, whatever the plan. */
export const scoped = (context: EngineContext, scope: number): EngineContext =>
  renamed(context, (name) => (name.startsWith("read:") ? name : inScope(name, scope)));

/** A context in which every step has another name than what asks for it knows. */
export const renamed = (
  context: EngineContext,
  rename: (name: string) => string,
): EngineContext => ({
  ...context,
  remember: (name, output, work) => context.remember(rename(name), output, work),
  pay: (call) => context.pay({ ...call, name: rename(call.name) }),
});

export type Rescoped = { readonly task: Task; readonly kept: Kept };

/** Why a run does not plan again: its plan knows of the change, or will, or it has planned too often. */
export type NoPlan = "known" | "too_often";

/**
 * What is asked has changed, by a note or otherwise: the run plans again, with what it has found, in an epoch of its own. The
 * caller holds the task's lock, under which the plan listens.
 */
export async function rescope(
  tx: Sql,
  send: Send,
  asked: { id: TaskId; revision: number; by: UserId; at: Date; note?: string },
): Promise<Rescoped | Refusal | NoPlan> {
  const { id, revision, by, at, note } = asked;
  const run = { taskId: id, revision };
  const scope = await getScope(tx, run);
  const planning = { ...run, part: inScope("plan", scope) };
  const { listened, heard } = await hasHeard(tx, planning, beginStep, note);
  if (!listened || heard) return "known";
  if (scope >= scopesMax) return "too_often";
  const outcome = await changeTask(tx, id, { type: "rescope", revision, by, at });
  if (typeof outcome === "string") return outcome;
  const kept = await beginScope(tx, run);
  await send(tx, planQueue, runOf(outcome));
  await deliverTo(send, tx, id);
  return { task: outcome, kept };
}
