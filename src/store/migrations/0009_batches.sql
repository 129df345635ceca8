-- Calls of a run that were sent to the model's endpoint together, to be answered later and for less. The run waits in its row:
-- no worker and no slot is held for it.
create table batch (
  -- As the endpoint calls it. Written down at once: without it nobody finds the answers.
  id         text         primary key,
  task_id    uuid         not null,
  revision   int          not null,
  epoch      int          not null,
  -- The part of the run that made the calls, and goes on with their answers.
  part       text         not null,
  sent_at    timestamptz  not null default now(),
  -- What has no answer by then is given up.
  until      timestamptz  not null,
  -- The run is void, and the endpoint was told so.
  cancelled  boolean      not null default false,
  foreign key (task_id, revision) references run
);
create index batch_task on batch (task_id);

alter table step
  -- The batch that the call is out in; what is kept aside for it stays so.
  add column batch_id    text references batch,
  -- Its name in there.
  add column batch_call  text,
  -- A batch gave no answer: the next time it is asked at once, at the full price.
  add column is_live     boolean not null default false,
  add check ((batch_id is null) = (batch_call is null));
create index step_batch on step (batch_id) where batch_id is not null;
