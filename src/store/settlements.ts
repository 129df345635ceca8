import type { TaskId } from "../domain/ids.ts";
import { limitOf, payer, stands, usableOf } from "./accounts.ts";
import { atMostOne, prepared, type Sql } from "./database.ts";
import type { Fence } from "./fence.ts";

/** What became of one beginning of a step. */
export type Ending = {
  readonly name: string;
  readonly attempt: number;
  /** What was kept aside for it, to the digit in which it is stored. */
  readonly reservedUsd: number | string;
} & (
  | {
      readonly how: "paid";
      readonly costUsd: number;
      readonly output: string;
      readonly usage: string;
      readonly requestId: string | null;
      /** What the operator allows each task. */
      readonly taskLimitUsd: number | null;
    }
  /** Certainly not paid for: what was kept aside is given back. `isLive`: a batch could not answer, so no other is asked. */
  | { readonly how: "unpaid"; readonly isLive?: boolean }
  /** Nobody knows: the most that it can have cost counts as spent; where that is not known better, all that was kept aside. */
  | { readonly how: "maybe"; readonly costUsd?: number; readonly isLive?: boolean }
);

export type Settled = {
  readonly standing: boolean;
  /** Whether the answer is the step's from now on. */
  readonly stored: boolean;
  readonly budgetGone: number | null;
};

/**
 * Books what a call cost, whatever has become of the run; its answer is stored only while the fence stands. One that others
 * have taken for lost meanwhile is booked at its worst already, and is put right.
 */
export async function settle(sql: Sql, fence: Fence, ending: Ending): Promise<Settled> {
  const { how, name, attempt, reservedUsd } = ending;
  const paid = how === "paid" ? ending : undefined;
  const costUsd = how === "unpaid" ? 0 : (ending.costUsd ?? reservedUsd);
  const isLive = how !== "paid" && ending.isLive === true;
  const { rows } = await sql.query<Settled>(
    prepared(settleStatement, [
      fence.taskId,
      fence.revision,
      fence.epoch,
      fence.part,
      fence.claim,
      name,
      attempt,
      reservedUsd,
      costUsd,
      how,
      paid?.output ?? null,
      paid?.usage ?? null,
      paid?.requestId ?? null,
      paid?.taskLimitUsd ?? null,
      isLive,
    ]),
  );
  const settled = atMostOne(rows);
  if (settled === undefined) throw new Error(`step ${name} is gone, and with it what it cost`);
  return settled;
}

const settleStatement = `with own as (
    select s.status, s.period, s.share, s.attempt = $7 and s.reserved_usd > 0 as open from step s
    where s.task_id = $1 and s.revision = $2 and s.name = $6 for update
  ), change as (
    select ${payer}, own.period, ${stands} as standing,
      ${stands} and own.status = 'started' and $10::text = 'paid' as stored,
      $9::numeric(14, 7) - case when open then 0 else $8::numeric(14, 7) end as spent_usd,
      case when open then $8::numeric(14, 7) else 0 end as released_usd,
      case when $10 = 'maybe' then $9::numeric(14, 7) else 0 end
        - case when open then 0 else $8::numeric(14, 7) end as maybe_usd,
      ${usableOf("limit_usd", "own.share")} as usable_usd
    from task t cross join own cross join lateral (select ${limitOf("$14::numeric")}) l (limit_usd)
    where t.id = $1
  ), booked as (
    insert into spending (scope, id, period)
    select scope, id, a.period from change cross join lateral (values
      (1, 'task', $1::text, ''),
      (2, 'person', team || ':' || requester, change.period),
      (3, 'channel', team || ':' || channel, change.period),
      (4, 'workspace', team, change.period)
    ) a (n, scope, id, period) order by n
    on conflict (scope, id, period) do update set
      spent_usd = spending.spent_usd + (select c.spent_usd from change c),
      reserved_usd = spending.reserved_usd - (select c.released_usd from change c)
    returning scope, spent_usd + reserved_usd as gone_usd
  ), ended as (
    update step set
      status = case when c.stored then 'done' else step.status end,
      output = case when c.stored then $11 else step.output end,
      usage = case when c.stored then $12::json else step.usage end,
      request_id = case when c.stored then $13 else step.request_id end,
      done_at = case when c.stored then now() else step.done_at end,
      budget_gone = case when c.stored
        -- Without a limit nothing of it is ever gone: greatest() would pass over the null.
        then case when c.usable_usd is null then 0 else least(1, b.gone_usd / greatest(c.usable_usd, 0.0000001)) end
        else step.budget_gone end,
      cost_usd = step.cost_usd + c.spent_usd,
      maybe_usd = step.maybe_usd + c.maybe_usd,
      reserved_usd = step.reserved_usd - c.released_usd,
      -- A call comes back from its batch as it is settled.
      batch_id = case when step.attempt <> $7 then step.batch_id end,
      batch_call = case when step.attempt <> $7 then step.batch_call end,
      is_live = step.is_live or $15,
      begun = step.begun - case when $10 = 'unpaid' then 1 else 0 end,
      lost = step.lost + case when $10 = 'paid' and not c.stored then 1 else 0 end
    from change c, booked b
    where step.task_id = $1 and step.revision = $2 and step.name = $6 and b.scope = 'task'
    returning budget_gone
  )
  select standing, stored, budget_gone as "budgetGone" from change, ended`;

/**
 * Books what is still kept aside for calls that were begun so long ago that nobody can be waiting for them: their worker is
 * gone, and their run was stopped or has failed since. What is out in a batch is waited for until the batch's own end. Answers how many
 * there were.
 */
export async function bookLost(sql: Sql, minutes: number): Promise<number> {
  const { rows } = await sql.query<Lost>(
    `select task_id as "taskId", revision, name, attempt, reserved_usd as "reservedUsd" from step
     where reserved_usd > 0 and started_at < now() - $1 * interval '1 minute'
       and not exists (select from batch b where b.id = step.batch_id and b.until > now())
     limit 1000`,
    [minutes],
  );
  for (const { taskId, revision, ...lost } of rows) {
    const nobody = { taskId, revision, epoch: 0, part: "", claim: 0 };
    await settle(sql, nobody, { ...lost, how: "maybe" });
  }
  return rows.length;
}

type Lost = {
  readonly taskId: TaskId;
  readonly revision: number;
  readonly name: string;
  readonly attempt: number;
  readonly reservedUsd: string;
};
