-- What people have settled for a channel. In a quiet one a card changes only when there is something to decide or an end.
create table channel (
  team   text    not null,
  id     text    not null,
  quiet  boolean not null,
  primary key (team, id)
);
