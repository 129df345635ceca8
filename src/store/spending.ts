import { z } from "zod";
import { type Limits, Scope, type Shortage, warnedFrom } from "../domain/budget.ts";
import type { TaskId, TeamId, UserId } from "../domain/ids.ts";
import { thisMonth } from "./accounts.ts";
import { atMostOne, type Sql } from "./database.ts";
import type { Run } from "./fence.ts";

/** Sums are exact in the database and become whole cents here, rounded up: never is less shown than was spent. */
const cents = (usd: string): string => `ceil(coalesce(${usd}, 0) * 100)::int`;

/** Remembers whose budget kept a run from going further, and by how much. Nothing happens once the fence has fallen. */
export async function noteShortage(
  sql: Sql,
  { taskId, revision, epoch }: Run,
  scope: Scope,
  shortUsd: number,
): Promise<void> {
  await sql.query(
    `update run set short_of = $4, short_usd = greatest(0.0000001, $5::numeric)
     from task t where run.task_id = $1 and run.revision = $2
       and t.id = $1 and t.revision = $2 and t.epoch = $3`,
    [taskId, revision, epoch, scope, shortUsd],
  );
}

/** What a task has cost and may cost. */
export const TaskMoney = z.object({
  spentCents: z.int().nonnegative(),
  /** Paid calls that came to their end, and those of which nobody knows whether they were paid for: counted at their worst. */
  calls: z.int().nonnegative(),
  maybeCalls: z.int().nonnegative(),
  maybeCents: z.int().nonnegative(),
  /** What it may spend in all, since somebody raised it; null: what the operator allows each task. */
  budgetUsd: z.number().nullable(),
  /** What kept its newest run from going further. */
  shortOf: Scope.nullable(),
  shortUsd: z.number().nullable(),
  /** Whether its newest run came so near to the end of what its reading may cost that it stopped there by itself. */
  isNearEnd: z.boolean(),
  /** Of each revision and all before it. */
  upTo: z.array(
    z.object({
      revision: z.int().positive(),
      spentCents: z.int().nonnegative(),
      maybeCents: z.int().nonnegative(),
    }),
  ),
});
export type TaskMoney = Readonly<z.infer<typeof TaskMoney>>;

export async function getTaskMoney(sql: Sql, taskId: TaskId): Promise<TaskMoney> {
  const { rows } = await sql.query(
    `select ${cents("sum(l.cost_usd)")} as "spentCents",
       count(*) filter (where l.paid and l.model is not null)::int as calls,
       coalesce(sum(l.maybe_paid) filter (where l.maybe_usd > 0), 0)::int as "maybeCalls",
       ${cents("sum(l.maybe_usd)")} as "maybeCents",
       coalesce(bool_or(l.share = 'work' and l.budget_gone > $2 and l.revision = t.revision), false) as "isNearEnd",
       t.budget_usd::float8 as "budgetUsd", r.short_of as "shortOf", r.short_usd::float8 as "shortUsd",
       coalesce((select json_agg(u order by revision) from (
         select revision, ${cents("sum(sum(cost_usd)) over (order by revision)")} as "spentCents",
           ${cents("sum(sum(maybe_usd)) over (order by revision)")} as "maybeCents"
         from ledger where task_id = $1 group by revision) u), '[]') as "upTo"
     from task t
     left join run r on r.task_id = t.id and r.revision = t.revision
     left join ledger l on l.task_id = t.id
     where t.id = $1
     group by t.id, r.task_id, r.revision`,
    [taskId, warnedFrom],
  );
  return TaskMoney.parse(atMostOne(rows));
}

/** What one person, channel or workspace has spent this month. */
export type Spent = {
  readonly scope: Exclude<Scope, "task">;
  readonly cents: number;
  /** Kept aside for calls that are under way. */
  readonly openCents: number;
};

/** Only those who have spent anything, or are about to. */
export async function listSpent(
  sql: Sql,
  { team, user, channel }: { team: TeamId; user?: UserId; channel?: string },
): Promise<readonly Spent[]> {
  const { rows } = await sql.query<Spent>(
    `select scope, ${cents("spent_usd")} as cents, ${cents("reserved_usd")} as "openCents"
     from spending
     where period = ${thisMonth} and (scope, id) in (
       ('person', $1 || ':' || $2), ('channel', $1 || ':' || $3), ('workspace', $1))`,
    [team, user ?? null, channel ?? null],
  );
  return rows;
}

/** What a task has spent of this month's money. */
export type SpentByTask = {
  readonly number: number;
  readonly question: string;
  readonly cents: number;
  readonly openCents: number;
  readonly maybeCalls: number;
  /** How many tasks there are in all. */
  readonly of: number;
};

/** The dearest first, of the tasks of a person, of a channel, or of all. Together they are what `listSpent` says. */
export async function listSpentByTask(
  sql: Sql,
  of: { team: TeamId; user?: UserId; channel?: string },
  max: number,
): Promise<readonly SpentByTask[]> {
  const { rows } = await sql.query<SpentByTask>(
    `select t.number, t.question, ${cents("sum(l.cost_usd)")} as cents,
       ${cents("sum(l.reserved_usd)")} as "openCents",
       coalesce(sum(l.maybe_paid) filter (where l.maybe_usd > 0), 0)::int as "maybeCalls",
       count(*) over ()::int as of
     from task t join ledger l on l.task_id = t.id
     where t.team = $1 and l.period = ${thisMonth} and (l.cost_usd > 0 or l.reserved_usd > 0)
       and ($2::text is null or t.requester = $2)
       and ($3::text is null or coalesce(t.moved_from, t.channel) = $3)
     group by t.id order by sum(l.cost_usd) desc, t.number limit $4`,
    [of.team, of.user ?? null, of.channel ?? null, max],
  );
  return rows;
}

/** The first of the month's budgets, of those that a task draws on, of which nothing is left; undefined where all have some. */
export async function findSpentOut(
  sql: Sql,
  taskId: TaskId,
  limits: Limits,
): Promise<Shortage | undefined> {
  const { rows } = await sql.query<Shortage>(
    `select s.scope, a.limit_usd::float8 as "limitUsd", 0 as "leftUsd", 0 as "neededUsd"
     from task t
     cross join lateral (values
       (1, 'person', t.team || ':' || t.requester, $2::numeric),
       (2, 'channel', t.team || ':' || coalesce(t.moved_from, t.channel), $3::numeric),
       (3, 'workspace', t.team, $4::numeric)
     ) a (n, scope, id, limit_usd)
     join spending s on s.scope = a.scope and s.id = a.id and s.period = ${thisMonth}
     where t.id = $1 and s.spent_usd + s.reserved_usd >= a.limit_usd
     order by n limit 1`,
    [taskId, limits.person, limits.channel, limits.workspace],
  );
  return atMostOne(rows);
}

/** Lets a task spend so much more, in US dollars; what it was short of is no longer said. */
export async function raiseBudget(
  tx: Sql,
  task: { id: TaskId; revision: number },
  raise: { fromUsd: number; byUsd: number },
): Promise<void> {
  await tx.query(
    "update task set budget_usd = greatest(budget_usd, $2::numeric) + $3::numeric where id = $1",
    [task.id, raise.fromUsd, raise.byUsd],
  );
  await tx.query(
    "update run set short_of = null, short_usd = null where task_id = $1 and revision = $2",
    [task.id, task.revision],
  );
}
