import { createHash } from "node:crypto";
import { z } from "zod";
import { Draft } from "../domain/draft.ts";
import { type TaskId, UserId } from "../domain/ids.ts";
import { atMostOne, type Sql } from "./database.ts";

/** A citation with what it takes to show it: the quote, where it stands, and an address that opens it. */
export const CitationRow = z.object({
  /** Which statement of the draft, from 0 in reading order. */
  statement: z.int().nonnegative(),
  source: z.int().positive(),
  passage: z.int().nonnegative(),
  quote: z.string(),
  locator: z.string().nullable(),
  url: z.url().nullable(),
});
export type CitationRow = Readonly<z.infer<typeof CitationRow>>;

export const DraftRow = z.object({
  revision: z.int().positive(),
  draft: Draft,
  hash: z.string(),
  editedBy: UserId.nullable(),
});
export type DraftRow = Readonly<z.infer<typeof DraftRow>>;

/** SHA-256, in hex, of a draft's exact content: what an approval binds. */
export const draftHash = (draft: Draft): string =>
  createHash("sha256")
    .update(JSON.stringify(Draft.parse(draft)))
    .digest("hex");

/** Stores a run's draft. The first one stays; a repeat of the same run changes nothing. */
export async function saveDraft(
  tx: Sql,
  run: { taskId: TaskId; revision: number },
  draft: Draft,
  citations: readonly CitationRow[],
  editedBy: UserId | null,
): Promise<void> {
  const { taskId, revision } = run;
  await tx.query(
    `insert into draft (task_id, revision, body, hash, edited_by) values ($1, $2, $3, $4, $5)
     on conflict (task_id, revision) do nothing`,
    [taskId, revision, JSON.stringify(Draft.parse(draft)), draftHash(draft), editedBy],
  );
  await tx.query(
    `insert into citation (task_id, revision, statement, position, source, passage, quote, locator, url)
     select $1, $2, statement, row_number() over (partition by statement order by ordinal) - 1,
       source, passage, quote, locator, url
     from rows from (json_to_recordset($3)
       as (statement int, source int, passage int, quote text, locator text, url text))
       with ordinality as c(statement, source, passage, quote, locator, url, ordinal)
     on conflict do nothing`,
    [taskId, revision, JSON.stringify(citations)],
  );
}

/** All drafts of a task, oldest first. */
export async function listDrafts(sql: Sql, taskId: TaskId): Promise<readonly DraftRow[]> {
  const { rows } = await sql.query(
    `select revision, body as draft, hash, edited_by as "editedBy"
     from draft where task_id = $1 order by revision`,
    [taskId],
  );
  return rows.map((row) => DraftRow.parse(row));
}

export async function getDraft(
  sql: Sql,
  taskId: TaskId,
  revision: number,
): Promise<DraftRow | undefined> {
  const { rows } = await sql.query(
    `select revision, body as draft, hash, edited_by as "editedBy"
     from draft where task_id = $1 and revision = $2`,
    [taskId, revision],
  );
  const row = atMostOne(rows);
  return row && DraftRow.parse(row);
}

export async function listCitations(
  sql: Sql,
  taskId: TaskId,
  revision: number,
): Promise<readonly CitationRow[]> {
  const { rows } = await sql.query(
    `select statement, source, passage, quote, locator, url
     from citation where task_id = $1 and revision = $2 order by statement, position`,
    [taskId, revision],
  );
  return rows.map((row) => CitationRow.parse(row));
}
