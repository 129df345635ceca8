import type { Limits, Scope } from "../domain/budget.ts";
import { limitOf, payer, stands, thisMonth, usableOf } from "./accounts.ts";
import { atMostOne, prepared, type Sql } from "./database.ts";
import type { Fence } from "./fence.ts";

/** A call that is about to be paid for; in US dollars. */
export type Intent = {
  readonly name: string;
  readonly hash: string;
  readonly model: string;
  readonly worstUsd: number;
  readonly limits: Limits;
  /** `finish` may also use what is kept of a task's budget for writing and checking. */
  readonly share: "work" | "finish";
};

/** A budget once the call is in it. `fits`: all that is spent or kept aside stays within. The amounts are for words. */
export type Account = {
  readonly attempt: number;
  readonly scope: Scope;
  readonly fits: boolean;
  readonly limitUsd: number;
  readonly leftUsd: number;
};

/**
 * Writes down that a call is about to be made, and keeps aside the most that it can cost. Answers with the four budgets, in
 * their order; the caller commits only if it fits all of them. None at all where the fence has fallen, or the step is not
 * free to be begun. The step's row is locked first, then the budgets in their order: nobody waits in a circle.
 */
export async function reserve(
  tx: Sql,
  fence: Fence,
  { name, hash, model, worstUsd, limits, share }: Intent,
): Promise<readonly Account[]> {
  const { rows } = await tx.query<Account>(
    prepared(
      `with payer as (
         select ${payer}, limit_usd, ${usableOf("limit_usd", "$14::text")} as usable_usd
         from task t cross join lateral (select ${limitOf("$10::numeric")}) l (limit_usd)
         where ${stands}
       ), begun as (
         insert into step (task_id, revision, name, status, hash, model, share, reserved_usd, period)
         select $1, $2, $6, 'started', $7, $8, $14, $9::numeric, ${thisMonth} from payer
         on conflict (task_id, revision, name) do update set
           started_at = now(), begun = step.begun + 1, attempt = step.attempt + 1,
           hash = excluded.hash, model = excluded.model, share = excluded.share, reserved_usd = excluded.reserved_usd
         where step.status = 'started' and step.hash is not null and step.reserved_usd = 0 and step.batch_id is null
         returning attempt, period, reserved_usd
       ), account as (
         select a.*, begun.attempt, begun.reserved_usd from payer cross join begun cross join lateral (values
           (1, 'task', $1::text, '', usable_usd, limit_usd),
           (2, 'person', team || ':' || requester, period, $11::numeric, $11::numeric),
           (3, 'channel', team || ':' || channel, period, $12::numeric, $12::numeric),
           (4, 'workspace', team, period, $13::numeric, $13::numeric)
         ) a (n, scope, id, period, usable_usd, limit_usd)
       ), kept as (
         insert into spending (scope, id, period, reserved_usd)
         select scope, id, period, reserved_usd from account order by n
         on conflict (scope, id, period) do update set
           reserved_usd = spending.reserved_usd + excluded.reserved_usd
         returning scope, spent_usd + reserved_usd as gone_usd
       )
       select attempt, scope, usable_usd is null or gone_usd <= usable_usd as fits,
         coalesce(limit_usd, 0)::float8 as "limitUsd",
         coalesce(usable_usd - gone_usd + reserved_usd, 0)::float8 as "leftUsd"
       from account join kept using (scope) order by n`,
      [
        fence.taskId,
        fence.revision,
        fence.epoch,
        fence.part,
        fence.claim,
        name,
        hash,
        model,
        worstUsd,
        limits.task,
        limits.person,
        limits.channel,
        limits.workspace,
        share,
      ],
    ),
  );
  return rows;
}

/** A step that is to be paid for, as a repeat finds it. */
export type Known = {
  readonly standing: boolean;
  /** Null where there is no such step. */
  readonly status: "started" | "done" | null;
  /** Null also for one that was remembered without being paid for. */
  readonly hash: string | null;
  readonly output: string | null;
  readonly budgetGone: number | null;
  readonly attempt: number;
  /** Exactly, as the database writes it. */
  readonly reservedUsd: string;
  /** Whether it is out in a batch that may still answer. */
  readonly isOut: boolean;
  /** Whether a batch has failed to answer it. */
  readonly isLive: boolean;
};

export async function findPaid(sql: Sql, fence: Fence, name: string): Promise<Known> {
  const { rows } = await sql.query<Known>(
    `select ${stands} as standing, s.status, s.hash, s.output, s.budget_gone as "budgetGone",
       s.attempt, s.reserved_usd as "reservedUsd",
       coalesce(b.until > now(), false) as "isOut", coalesce(s.is_live, false) as "isLive"
     from task t left join step s on s.task_id = t.id and s.revision = $2 and s.name = $6
     left join batch b on b.id = s.batch_id
     where t.id = $1`,
    [fence.taskId, fence.revision, fence.epoch, fence.part, fence.claim, name],
  );
  const known = atMostOne(rows);
  if (known === undefined) throw new Error(`the task of step ${name} is gone`);
  return known;
}
