-- What Slack says of a person, so that a click can be judged without asking Slack. Refreshed when older than a day.
create table person (
  team        text        not null,
  id          text        not null,
  name        text        not null,
  is_admin    boolean     not null,
  is_guest    boolean     not null,
  is_stranger boolean     not null,
  fetched_at  timestamptz not null default now(),
  primary key (team, id)
);
