import { dollars, centsOf, type Limits, type Shortage } from "../src/domain/budget.ts";
import type { TaskId, UserId } from "../src/domain/ids.ts";
import type { Refusal } from "../src/domain/task.ts";
import type { Send } from "../src/queue/queue.ts";
import type { Sql } from "../src/store/database.ts";
import { saveDecision } from "../src/store/decisions.ts";
import { createRun } from "../src/store/runs.ts";
import { findSpentOut, raiseBudget } from "../src/store/spending.ts";
import { changeTask, lockTask } from "../src/store/tasks.ts";
import { loadMoney } from "./money.ts";
import { planQueue, runOf } from "./run.ts";

/**
 * Lets a task spend more, by exactly what was offered: what failed goes on where it broke off, a draft gets a next revision
 * that builds on what was read. Nothing changes where the offer is not the one that stands, or a month's budget is gone.
 */
export async function goOn(
  tx: Sql,
  send: Send,
  asked: { id: TaskId; revision: number; by: UserId; usd: number; at: Date },
  limits: Limits,
): Promise<"continued" | "no_offer" | Refusal | Shortage> {
  const { id, revision, by, usd, at } = asked;
  const before = await lockTask(tx, id);
  const money = await loadMoney(tx, id, limits);
  const offered = money?.offerCents ?? 0;
  if (before.revision === revision && offered !== centsOf(usd)) return "no_offer";
  const spentOut = await findSpentOut(tx, id, limits);
  if (spentOut !== undefined) return spentOut;

  const after = await changeTask(tx, id, { type: "continue", revision, by, usd, at });
  if (typeof after === "string") return after;
  await raiseBudget(tx, before, { fromUsd: limits.task ?? 0, byUsd: usd });
  if (after.revision > revision) {
    const feedback = `Go on from what you have read so far, and look further into what is missing: there is ${dollars(offered)} more to spend.`;
    await saveDecision(tx, id, { revision, type: "revise", by, at, hash: null, feedback });
    await createRun(tx, { taskId: id, revision: after.revision, feedback });
  }
  await send(tx, planQueue, runOf(after));
  return "continued";
}
