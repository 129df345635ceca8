-- A worker process and how many runs it takes at once. It is alive while its session holds the advisory lock of its id.
create table worker (
  id          int          generated always as identity primary key,
  runs        int          not null check (runs > 0),
  started_at  timestamptz  not null default now()
);

alter table task
  -- Who goes first when there is not room for all: people who wait, then schedules, then batches.
  add column lane text not null default 'interactive' check (lane in ('interactive', 'scheduled', 'batch')),
  -- Since when the run waits for a slot: its first job has come, and found none.
  add column waits_since timestamptz,
  -- Since when it has one; null before that, and after its end.
  add column admitted_at timestamptz;
update task set admitted_at = changed_at where status = 'running';
create index task_admitted on task (team, requester) where admitted_at is not null;
create index task_waiting on task (created_at) where status = 'queued' and admitted_at is null;

-- The order in which queued runs get the next slots. A turn is what a run would be for its requester: the first, the
-- second… at once; whoever has fewer goes first, so a hundred tasks of one person wait behind the first of another.
create view waiting as
  select task.id, task.team, task.requester, task.number, task.created_at, task.waits_since,
    array_position(array['interactive', 'scheduled', 'batch'], task.lane) as lane,
    coalesce(held.runs, 0) + row_number() over (
      partition by task.team, task.requester
      order by array_position(array['interactive', 'scheduled', 'batch'], task.lane), task.created_at, task.number
    ) as turn
  from task
  left join (
    select team, requester, count(*) as runs from task where admitted_at is not null group by team, requester
  ) held using (team, requester)
  where task.status = 'queued' and task.admitted_at is null;

-- A step that was begun more often than it was finished may have been paid for more often than it is used.
alter table step add column begun int not null default 1 check (begun > 0);

create view ledger as
  select task_id, revision, name, started_at, status = 'done' as paid,
    begun - case status when 'done' then 1 else 0 end as maybe_paid
  from step;

alter table part
  -- Told to wait: by whom, and until when.
  add column waits_for    text,
  add column waits_until  timestamptz,
  add check ((waits_for is null) = (waits_until is null));

-- Who works on a task's thread. Taking it raises the claim; what an older claim wanted to show is void.
create table thread_claim (
  task_id  uuid primary key references task,
  claim    int  not null check (claim > 0)
);

-- How often a message was sent off: an answer counts only for the attempt that it answers.
alter table delivery add column attempt int not null default 0 check (attempt >= 0);
