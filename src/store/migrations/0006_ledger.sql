-- What a remembered step costs. Money is kept to the hundred-thousandth of a cent; sums of it never pass through floats.
alter table step
  -- Of exactly what was sent; a repeat must send the same. Null: a step that costs nothing.
  add column hash         text,
  add column model        text,
  -- `finish`: it may use what a task's budget keeps for writing and checking.
  add column share        text check (share in ('work', 'finish')),
  -- The month on whose account it goes, `2026-11`: that in which it was first begun.
  add column period       text,
  -- Counts its beginnings. Whoever made one knows by it whether what was kept aside for it has been settled by others.
  add column attempt      int not null default 1 check (attempt > 0),
  -- The most that it can cost, kept aside while it is under way.
  add column reserved_usd numeric(14, 7) not null default 0 check (reserved_usd >= 0),
  -- What it did cost, over all times that it was begun: an attempt that was cut counts with all that was kept aside for it.
  add column cost_usd     numeric(14, 7) not null default 0 check (cost_usd >= 0),
  -- The part of the cost that is for attempts of which nobody knows what became.
  add column maybe_usd    numeric(14, 7) not null default 0 check (maybe_usd >= 0),
  -- How often it was paid for, for certain, and its answer thrown away.
  add column lost         int not null default 0 check (lost >= 0),
  add column usage        json,
  add column request_id   text,
  -- How much of what it might use of the task's budget was gone when it ended, 0 to 1: what a run decides by it, it decides again.
  add column budget_gone  float8,
  add check (maybe_usd <= cost_usd),
  -- A beginning that certainly was not paid for does not count.
  drop constraint step_begun_check,
  add check (begun >= 0);

-- What a task may spend, where that is more than the operator allows each. Raised when a person says to go on.
alter table task add column budget_usd numeric(14, 7) check (budget_usd > 0);

alter table run
  -- Whose budget kept the run from going further; null: nobody's.
  add column short_of  text check (short_of in ('task', 'person', 'channel', 'workspace')),
  -- How much more it would have taken.
  add column short_usd numeric(14, 7) check (short_usd > 0),
  add check ((short_of is null) = (short_usd is null));

-- What is spent and kept aside, by task, person, channel and workspace, in one period. One row is the lock for all who spend.
create table spending (
  scope         text not null check (scope in ('task', 'person', 'channel', 'workspace')),
  id            text not null,
  -- The month, `2026-11`; for a task always ''.
  period        text not null,
  spent_usd     numeric(14, 7) not null default 0 check (spent_usd >= 0),
  reserved_usd  numeric(14, 7) not null default 0 check (reserved_usd >= 0),
  primary key (scope, id, period)
);

drop view ledger;
create view ledger as
  select step.task_id, step.revision, step.name, step.started_at, step.status = 'done' as paid,
    step.begun - step.lost - case step.status when 'done' then 1 else 0 end as maybe_paid,
    step.lost, step.model, step.share, step.period, step.budget_gone, step.cost_usd, step.maybe_usd, step.reserved_usd, step.request_id
  from step;
