-- What Slack has delivered. A key is written in the transaction that stores its effect, so a second delivery loses.
create table inbox (
  team  text        not null,
  key   text        not null,
  at    timestamptz not null default now(),
  primary key (team, key)
);
create index inbox_at on inbox (at);

-- The law of the states, row by row; `transition()` in the domain says the same. A test compares the two.
create table status_change (
  status_before  text not null,
  status_after   text not null,
  primary key (status_before, status_after)
);
insert into status_change (status_before, status_after) values
  ('new', 'queued'),
  ('queued', 'running'), ('queued', 'cancelled'), ('queued', 'failed'),
  ('running', 'running'), ('running', 'waiting'), ('running', 'in_review'),
  ('running', 'cancelled'), ('running', 'failed'),
  ('waiting', 'running'), ('waiting', 'cancelled'), ('waiting', 'failed'),
  ('in_review', 'approved'), ('in_review', 'queued'), ('in_review', 'in_review'),
  ('in_review', 'discarded'), ('in_review', 'expired'), ('in_review', 'cancelled'),
  ('expired', 'queued'),
  ('failed', 'queued');

create table task (
  id          uuid        primary key,
  team        text        not null,
  number      int         not null check (number > 0),
  kind        text        not null check (kind in ('research', 'summary', 'document', 'draft', 'workflow')),
  origin      text        not null check (origin in ('command', 'mention', 'direct', 'shortcut')),
  channel     text        not null,
  thread_ts   text,
  -- Where it was asked, when we may not answer there.
  moved_from  text,
  requester   text        not null,
  question    text        not null check (question <> ''),
  given       json        not null,
  revision    int         not null default 1 check (revision > 0),
  epoch       int         not null default 0 check (epoch >= 0),
  state       jsonb       not null default '{"status": "queued"}',
  status      text        not null generated always as (state ->> 'status') stored,
  created_at  timestamptz not null default now(),
  changed_at  timestamptz not null default now(),
  unique (team, number),
  check (status in ('queued', 'running', 'waiting', 'in_review', 'approved', 'discarded', 'cancelled', 'expired', 'failed')),
  check ((status = 'running') = (state ? 'phase')),
  check (status <> 'running' or state ->> 'phase' in ('plan', 'gather', 'write', 'check')),
  check ((status in ('approved', 'discarded', 'cancelled')) = (state ? 'by')),
  check ((status = 'failed') = (state ? 'reason')),
  check ((status = 'waiting') = (state ? 'question'))
);
create index task_thread on task (team, channel, thread_ts);
create index task_requester on task (team, requester, created_at desc);
create index task_status on task (status, changed_at);

create function task_obeys_the_law() returns trigger language plpgsql as $$
<<law>>
declare
  status_after text := new.state ->> 'status'; -- The generated column is filled in only after this.
begin
  if not exists (
    select from status_change c where c.status_before = old.status and c.status_after = law.status_after
  ) then
    raise exception 'a task does not go from % to %', old.status, status_after using errcode = 'check_violation';
  end if;
  if new.revision < old.revision or new.revision > old.revision + 1 or new.epoch < old.epoch then
    raise exception 'revision and epoch only rise' using errcode = 'check_violation';
  end if;
  return new;
end $$;

-- One sequence a workspace: numbers need no lock, at the price of gaps.
create function next_task_number(team text) returns int language plpgsql as $$
declare
  sequence text := 'task_number_' || team;
begin
  begin
    return nextval(quote_ident(sequence));
  exception when undefined_table then
    begin
      execute format('create sequence %I as int', sequence);
    exception when duplicate_table or unique_violation then
      null; -- Another request of the same workspace was first.
    end;
    return nextval(quote_ident(sequence));
  end;
end $$;

-- One pass at one revision of a task.
create table run (
  task_id     uuid        not null references task,
  revision    int         not null check (revision > 0),
  -- What was said about the revision before; null on a first run.
  feedback    text,
  plan        json,
  engine      text,
  created_at  timestamptz not null default now(),
  primary key (task_id, revision)
);

-- Who works on what part of a run. Taking a part raises its claim; writes under an older claim are void.
create table part (
  task_id   uuid        not null references task,
  revision  int         not null,
  name      text        not null,
  claim     int         not null check (claim > 0),
  taken_at  timestamptz not null default now(),
  primary key (task_id, revision, name)
);

-- Remembered parts of a run: what was paid for or waited for once. Output is kept to the letter.
create table step (
  task_id     uuid        not null references task,
  revision    int         not null,
  name        text        not null,
  status      text        not null check (status in ('started', 'done')),
  output      text,
  started_at  timestamptz not null default now(),
  done_at     timestamptz,
  primary key (task_id, revision, name),
  check ((status = 'done') = (output is not null)),
  check ((status = 'done') = (done_at is not null))
);

create table subtask (
  task_id   uuid not null,
  revision  int  not null,
  number    int  not null check (number > 0),
  title     text not null,
  body      json not null,
  status    text not null default 'pending' check (status in ('pending', 'running', 'done', 'failed')),
  -- A sentence for the person: why it failed.
  problem   text,
  notes     json not null default '[]',
  primary key (task_id, revision, number),
  foreign key (task_id, revision) references run,
  check ((status = 'failed') = (problem is not null))
);

create table source (
  task_id     uuid        not null,
  revision    int         not null,
  subtask     int         not null,
  position    int         not null check (position >= 0),
  type        text        not null,
  title       text        not null,
  url         text,
  read_at     timestamptz not null,
  visibility  json        not null,
  primary key (task_id, revision, subtask, position),
  foreign key (task_id, revision, subtask) references subtask
);

create table passage (
  task_id   uuid not null,
  revision  int  not null,
  subtask   int  not null,
  source    int  not null,
  position  int  not null check (position >= 0),
  text      text not null,
  speaker   text,
  locator   text,
  url       text,
  primary key (task_id, revision, subtask, source, position),
  foreign key (task_id, revision, subtask, source) references source
);

create table finding (
  task_id   uuid   not null,
  revision  int    not null,
  subtask   int    not null,
  position  int    not null check (position >= 0),
  source    int    not null,
  passage   int    not null,
  score     float8 not null,
  why       text   not null,
  primary key (task_id, revision, subtask, position),
  foreign key (task_id, revision, subtask, source, passage) references passage
);

create table draft (
  task_id     uuid        not null,
  revision    int         not null,
  body        json        not null,
  -- Of the exact content; an approval names it.
  hash        text        not null,
  -- Null: the engine wrote it. Else who edited it.
  edited_by   text,
  created_at  timestamptz not null default now(),
  primary key (task_id, revision),
  unique (task_id, revision, hash),
  foreign key (task_id, revision) references run
);

create table citation (
  task_id    uuid not null,
  revision   int  not null,
  statement  int  not null check (statement >= 0),
  position   int  not null check (position >= 0),
  source     int  not null check (source > 0),
  passage    int  not null,
  quote      text not null check (quote <> ''),
  locator    text,
  url        text,
  primary key (task_id, revision, statement, position),
  foreign key (task_id, revision) references draft
);

create table decision (
  id        bigint      generated always as identity primary key,
  task_id   uuid        not null references task,
  revision  int         not null,
  type      text        not null check (type in ('approve', 'revise', 'edit', 'discard')),
  by        text        not null,
  at        timestamptz not null,
  hash      text,
  feedback  text,
  check ((type = 'approve') = (hash is not null)),
  check ((type = 'revise') = (feedback is not null)),
  -- One decision on a revision, and an approval only of what was really there.
  unique (task_id, revision),
  foreign key (task_id, revision, hash) references draft (task_id, revision, hash)
);

-- What a person says to a task while it runs.
create table note (
  id        bigint      generated always as identity primary key,
  task_id   uuid        not null references task,
  by        text        not null,
  text      text        not null,
  at        timestamptz not null,
  -- The revision that took it up; null: still waiting.
  revision  int
);
create index note_task on note (task_id, id);

-- One Slack message that we own. `sending` that nobody finished is looked for in the thread before anything is sent again.
create table delivery (
  key         text        primary key,
  task_id     uuid        references task,
  team        text        not null,
  channel     text        not null,
  thread_ts   text,
  state       text        not null default 'pending' check (state in ('pending', 'sending', 'sent', 'unresolved')),
  -- For messages that no task row describes; null where the rows say what to show.
  body        json,
  hash        text,
  ts          text,
  sending_at  timestamptz,
  shown_at    timestamptz,
  -- When the next change may be shown; set by whoever is too early.
  due_at      timestamptz,
  problem     text,
  check ((state = 'sent') = (ts is not null)),
  check (state <> 'sending' or sending_at is not null)
);
create index delivery_task on delivery (task_id);

-- Hash-chained: each row's hash covers the row before. No texts, only who did what to which revision, when.
create table history (
  task_id     uuid        not null references task,
  position    int         not null check (position > 0),
  event       json        not null,
  status_before  text     not null,
  status_after   text     not null,
  revision    int         not null,
  at          timestamptz not null,
  hash        text        not null,
  primary key (task_id, position),
  foreign key (status_before, status_after) references status_change
);

create trigger task_law before update of state, revision, epoch on task
  for each row execute function task_obeys_the_law();
