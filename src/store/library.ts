import { z } from "zod";
import type { Passage } from "../domain/source.ts";
import type { Database, Sql } from "./database.ts";

/** A document of the library as it is stored; an unreadable one has a problem and no passages. */
export type LibraryRow = {
  readonly path: string;
  readonly title: string | null;
  readonly sha256: string;
  readonly modifiedAt: Date;
  readonly passages: readonly Passage[];
  readonly problem: string | null;
};

export async function listLibrary(sql: Sql): Promise<readonly { path: string; sha256: string }[]> {
  const { rows } = await sql.query<{ path: string; sha256: string }>(
    "select path, sha256 from library_document order by path",
  );
  return rows;
}

/** Stores a document in place of the one with the same path. */
export async function saveLibraryDocument(db: Database, document: LibraryRow): Promise<void> {
  const { path, title, sha256, modifiedAt, passages, problem } = document;
  await db.transaction(async (tx) => {
    await tx.query("delete from library_document where path = $1", [path]);
    const { rows } = await tx.query<{ id: string }>(
      `insert into library_document (path, title, sha256, modified_at, problem)
       values ($1, $2, $3, $4, $5) returning id`,
      [path, title, sha256, modifiedAt, problem],
    );
    await tx.query(
      `insert into library_passage (document_id, position, text, speaker, locator)
       select $1, position - 1, p ->> 'text', p ->> 'speaker', p ->> 'locator'
       from json_array_elements($2) with ordinality as a(p, position)`,
      [rows[0]?.id, JSON.stringify(passages)],
    );
  });
}

export async function removeLibraryDocument(sql: Sql, path: string): Promise<void> {
  await sql.query("delete from library_document where path = $1", [path]);
}

const Hit = z.object({
  path: z.string(),
  title: z.string().nullable(),
  rank: z.number(),
  passages: z.array(
    z.object({
      position: z.int().nonnegative(),
      text: z.string(),
      speaker: z.string().nullable(),
      locator: z.string().nullable(),
      rank: z.number(),
    }),
  ),
});
export type LibraryHitRow = Readonly<z.infer<typeof Hit>>;

/** So many passages at most, over all documents, are ranked further by whoever asked. */
const passagesMax = 200;

/**
 * The documents that fit any of the query's words in their text or title, best first. `plainto_tsquery` asks for all words at once and would
 * find next to nothing, so its ands become ors; `ts_rank` with normalisation 1 ranks long queries better than `ts_rank_cd`.
 */
export async function searchLibrary(
  sql: Sql,
  query: string,
  max: number,
): Promise<readonly LibraryHitRow[]> {
  const { rows } = await sql.query(
    `with query as (
       select replace(plainto_tsquery('english', $1)::text, ' & ', ' | ')::tsquery as words
     ), best as (
       select p.document_id, p.position, p.text, p.speaker, p.locator,
         (ts_rank(p.words, query.words, 1) + ts_rank(d.words, query.words, 1) / 2)::float8 as rank
       from query, library_passage p join library_document d on d.id = p.document_id
       where p.words @@ query.words or d.words @@ query.words
       order by rank desc, p.document_id, p.position limit $3
     )
     select d.path, d.title, max(b.rank) as rank,
       json_agg(json_build_object('position', b.position, 'text', b.text, 'speaker', b.speaker,
         'locator', b.locator, 'rank', b.rank) order by b.rank desc, b.position) as passages
     from best b join library_document d on d.id = b.document_id
     group by d.id order by max(b.rank) desc, d.path limit $2`,
    [query, max, passagesMax],
  );
  return rows.map((row) => Hit.parse(row));
}
