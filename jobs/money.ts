import type { MoneyFacts } from "../blocks/facts.ts";
import type { UsageFacts } from "../blocks/usage.ts";
import { type Limits, offerCents } from "../src/domain/budget.ts";
import type { TaskId, TeamId, UserId } from "../src/domain/ids.ts";
import type { Sql } from "../src/store/database.ts";
import { getTaskMoney, listSpent, listSpentByTask, type TaskMoney } from "../src/store/spending.ts";

/** What a task has cost and may cost, as people are told; null where there is nothing to tell. */
export function moneyOf(money: TaskMoney, limits: Limits): MoneyFacts | null {
  const { spentCents, maybeCents, calls, budgetUsd, shortUsd } = money;
  const shortOf = money.shortOf ?? (money.isNearEnd ? "task" : null);
  if (spentCents === 0 && shortOf === null) return null;
  const limitUsd = limits.task === null ? null : Math.max(limits.task, budgetUsd ?? 0);
  const offer = shortOf === "task" ? offerCents(limits, shortUsd ?? 0) : null;
  return { spentCents, maybeCents, calls, limitUsd, shortOf, offerCents: offer };
}

export const loadMoney = async (sql: Sql, id: TaskId, limits: Limits): Promise<MoneyFacts | null> =>
  moneyOf(await getTaskMoney(sql, id), limits);

/** So many tasks are named in a list of what was spent. */
const namedMax = 10;

/** What a person, a channel or (where neither is named) the workspace has spent this month. */
export async function loadUsage(
  sql: Sql,
  of: { team: TeamId; user?: UserId; channel?: string },
  { withQuestions }: { withQuestions: boolean },
): Promise<UsageFacts> {
  const scope =
    of.user !== undefined ? "person" : of.channel !== undefined ? "channel" : "workspace";
  const spent = (await listSpent(sql, of)).find((row) => row.scope === scope);
  const tasks = await listSpentByTask(sql, of, namedMax);
  return {
    cents: spent?.cents ?? 0,
    openCents: spent?.openCents ?? 0,
    tasks: tasks.map((task) => ({ ...task, question: withQuestions ? task.question : null })),
    more: (tasks[0]?.of ?? 0) - tasks.length,
  };
}
