-- Folders of documents, indexed by content: an unchanged file is never read again.
create table library_document (
  id           bigint      generated always as identity primary key,
  path         text        not null unique,
  title        text,
  sha256       text        not null,
  modified_at  timestamptz not null,
  -- A sentence: why it could not be read.
  problem      text,
  indexed_at   timestamptz not null default now(),
  words        tsvector    not null generated always as (to_tsvector('english', coalesce(title, '') || ' ' || translate(path, '/._-', '    '))) stored
);

create table library_passage (
  document_id  bigint   not null references library_document on delete cascade,
  position     int      not null check (position >= 0),
  text         text     not null,
  speaker      text,
  locator      text,
  words        tsvector not null generated always as (to_tsvector('english', text)) stored,
  primary key (document_id, position)
);
create index library_passage_words on library_passage using gin (words);
