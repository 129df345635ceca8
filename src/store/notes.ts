import { z } from "zod";
import { type TaskId, UserId } from "../domain/ids.ts";
import { atMostOne, type Sql } from "./database.ts";

export const Note = z.object({
  id: z.coerce.string(),
  by: UserId,
  text: z.string(),
  /** The revision that took it up; null: still waiting. */
  revision: z.int().nullable(),
});
export type Note = Readonly<z.infer<typeof Note>>;

const columns = "note.id, note.by, note.text, note.revision";

/** Answers with the note's id. */
export async function addNote(
  tx: Sql,
  taskId: TaskId,
  note: { by: UserId; text: string; at: Date },
): Promise<string> {
  const { rows } = await tx.query<{ id: string }>(
    "insert into note (task_id, by, text, at) values ($1, $2, $3, $4) returning id",
    [taskId, note.by, note.text, note.at],
  );
  return z.object({ id: z.coerce.string() }).parse(rows[0]).id;
}

export async function getNote(sql: Sql, id: string): Promise<Note | undefined> {
  const { rows } = await sql.query(`select ${columns} from note where id = $1`, [id]);
  const row = atMostOne(rows);
  return row && Note.parse(row);
}

/** Who takes up notes: one part of a run. */
export type Taker = {
  readonly taskId: TaskId;
  readonly revision: number;
  readonly part: string;
};

/**
 * Gives a step the notes that its part of the run has not heard yet: a note concerns all parts, so each gets it once. Asked
 * again for the same step, the same notes come back, whatever was said since; also none, where there were none. Needs the
 * task's lock, under which notes are added.
 */
export async function takeNotes(
  tx: Sql,
  { taskId, revision, part }: Taker,
  step: string,
): Promise<readonly Note[]> {
  await tx.query(
    `insert into hearing (task_id, revision, part, step, note_after, note_upto)
     select $1, $2, $3, $4, heard.upto, greatest(heard.upto, (select max(id) from note where task_id = $1))
     from (select coalesce(max(note_upto), 0) as upto from hearing
           where (task_id, revision, part) = ($1, $2, $3)) heard
     on conflict do nothing`,
    [taskId, revision, part, step],
  );
  await tx.query(
    `update note set revision = $2 from hearing h
     where note.task_id = $1 and note.revision is null and note.id <= h.note_upto
       and (h.task_id, h.revision, h.part, h.step) = ($1, $2, $3, $4)`,
    [taskId, revision, part, step],
  );
  const { rows } = await tx.query(
    `select ${columns} from note
     join hearing h on h.task_id = note.task_id and note.id > h.note_after and note.id <= h.note_upto
     where (h.task_id, h.revision, h.part, h.step) = ($1, $2, $3, $4)
       and note.revision = $2 and not note.is_feedback
     order by note.id`,
    [taskId, revision, part, step],
  );
  return rows.map((row) => Note.parse(row));
}

/** Whether a step has listened, and then whether it has heard this note; of none in particular it has heard nothing. */
export async function hasHeard(
  sql: Sql,
  { taskId, revision, part }: Taker,
  step: string,
  note: string | undefined,
): Promise<{ listened: boolean; heard: boolean }> {
  const { rows } = await sql.query<{ heard: boolean }>(
    `select coalesce(note_upto >= $5, false) as heard from hearing
     where (task_id, revision, part, step) = ($1, $2, $3, $4)`,
    [taskId, revision, part, step, note ?? null],
  );
  const row = atMostOne(rows);
  return { listened: row !== undefined, heard: row?.heard ?? false };
}

/** Notes that no part of any run has taken up yet, oldest first. */
export async function listWaitingNotes(sql: Sql, taskId: TaskId): Promise<readonly Note[]> {
  const { rows } = await sql.query(
    `select ${columns} from note where task_id = $1 and revision is null order by id`,
    [taskId],
  );
  return rows.map((row) => Note.parse(row));
}

/** Notes on a revision that its writing has not heard, oldest first: they came too late for the draft. */
export async function listLateNotes(sql: Sql, writing: Taker): Promise<readonly Note[]> {
  const { taskId, revision, part } = writing;
  const { rows } = await sql.query(
    `select ${columns} from note
     where task_id = $1 and (revision is null or revision = $2) and not is_feedback
       and id > (select coalesce(max(note_upto), 0) from hearing
                 where (task_id, hearing.revision, part) = ($1, $2, $3))
     order by id`,
    [taskId, revision, part],
  );
  return rows.map((row) => Note.parse(row));
}

/** From now on these notes are what a revision begins with, and none that its parts take up besides. */
export async function makeFeedback(
  tx: Sql,
  notes: readonly Note[],
  revision: number,
): Promise<void> {
  await tx.query("update note set revision = $2, is_feedback = true where id = any($1::bigint[])", [
    notes.map(({ id }) => id),
    revision,
  ]);
}

/** What was said to the runs before a revision while they went on, oldest first. */
export async function listEarlierNotes(
  sql: Sql,
  taskId: TaskId,
  revision: number,
): Promise<readonly Note[]> {
  const { rows } = await sql.query(
    `select ${columns} from note
     where task_id = $1 and revision < $2 and not is_feedback order by id`,
    [taskId, revision],
  );
  return rows.map((row) => Note.parse(row));
}
