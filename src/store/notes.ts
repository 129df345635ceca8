import { z } from "zod";
import { type TaskId, UserId } from "../domain/ids.ts";
import type { Sql } from "./database.ts";

export const Note = z.object({
  id: z.coerce.string(),
  by: UserId,
  text: z.string(),
  /** The revision that took it up; null: still waiting. */
  revision: z.int().nullable(),
});
export type Note = Readonly<z.infer<typeof Note>>;

export async function addNote(
  tx: Sql,
  taskId: TaskId,
  note: { by: UserId; text: string; at: Date },
): Promise<void> {
  await tx.query("insert into note (task_id, by, text, at) values ($1, $2, $3, $4)", [
    taskId,
    note.by,
    note.text,
    note.at,
  ]);
}

/** Gives the waiting notes to a revision. Called again for it, the same notes come back: a repeated step sees what it saw. */
export async function takeNotes(
  tx: Sql,
  taskId: TaskId,
  revision: number,
): Promise<readonly Note[]> {
  await tx.query("update note set revision = $2 where task_id = $1 and revision is null", [
    taskId,
    revision,
  ]);
  const { rows } = await tx.query(
    "select id, by, text, revision from note where task_id = $1 and revision = $2 order by id",
    [taskId, revision],
  );
  return rows.map((row) => Note.parse(row));
}

/** Notes that no revision has taken up yet, oldest first. */
export async function listWaitingNotes(sql: Sql, taskId: TaskId): Promise<readonly Note[]> {
  const { rows } = await sql.query(
    "select id, by, text, revision from note where task_id = $1 and revision is null order by id",
    [taskId],
  );
  return rows.map((row) => Note.parse(row));
}
