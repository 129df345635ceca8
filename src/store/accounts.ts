import { finishShare } from "../domain/budget.ts";

/** Where a fence stands, `task t` is the one that it is about. */
export const stands = `(t.id = $1 and t.revision = $2 and t.epoch = $3 and exists (
    select from part p
    where p.task_id = t.id and p.revision = t.revision and p.name = $4 and p.claim = $5))`;

/** Whose money a task spends: also one that went on in a direct message is on the channel's account in which it was asked. */
export const payer = `t.team, t.requester, coalesce(t.moved_from, t.channel) as channel`;

/** What a task may spend, given what the operator allows each: somebody may have allowed it more. Null: any amount. */
export const limitOf = (each: string): string =>
  `case when ${each} is not null then greatest(t.budget_usd, ${each}) end`;

/** What a call may use of that, given its share: all, or not what is kept of what the run has found in the budget. */
export const usableOf = (limit: string, share: string): string =>
  `${limit} - case ${share} when 'work' then ${finishShare} else 0 end * greatest(0, ${limit} - (
     select coalesce(sum(s.cost_usd + s.reserved_usd), 0) from step s where s.task_id = t.id and s.revision < t.revision))`;

/** Months are those of UTC, by the database's clock: all who spend share it. */
export const thisMonth = "to_char(now() at time zone 'utc', 'YYYY-MM')";
