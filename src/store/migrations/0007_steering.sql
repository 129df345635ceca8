-- How far a step of a part of a run has heard what is said to the run: the notes after one and up to another, by their ids. A
-- repeat of the step hears the same, also where that was nothing; each part hears each note once.
create table hearing (
  task_id     uuid    not null,
  revision    int     not null,
  part        text    not null,
  step        text    not null,
  note_after  bigint  not null check (note_after >= 0),
  note_upto   bigint  not null check (note_upto >= note_after),
  primary key (task_id, revision, part, step),
  foreign key (task_id, revision) references run
);
-- One that came too late for a draft: its words are the feedback that the next revision begins with.
alter table note add column is_feedback boolean not null default false;

-- What is asked can change while a run goes on. It then plans again: 1 is the first plan, and each change adds one.
alter table run add column scope int not null default 1 check (scope > 0);
-- A part of an earlier plan that was not finished when what is asked changed is dropped; what was finished is kept.
alter table subtask
  drop constraint subtask_status_check,
  add check (status in ('pending', 'running', 'done', 'failed', 'dropped'));

-- At most one question a task, with the answer that the run goes by.
create table question (
  task_id      uuid         primary key references task,
  revision     int          not null,
  question     text         not null check (question <> ''),
  options      json         not null,
  otherwise    text         not null check (otherwise <> ''),
  until        timestamptz  not null,
  answer       text         check (answer <> ''),
  -- Null where nobody did, and what holds otherwise was taken.
  answered_by  text,
  answered_at  timestamptz,
  check ((answer is null) = (answered_at is null)),
  check (answered_by is null or answer is not null)
);

-- The message that was the request, where it was one: when it is edited, what is asked has changed.
alter table task add column asked_ts text;
create index task_asked on task (team, asked_ts) where asked_ts is not null;

-- An answered task takes its turn for a slot; one that is asked for something else begins anew, also while it is queued.
insert into status_change (status_before, status_after) values ('waiting', 'queued'), ('queued', 'queued');
delete from status_change where status_before = 'waiting' and status_after = 'running';
