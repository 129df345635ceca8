import { z } from "zod";
import { type TaskId, UserId } from "../domain/ids.ts";
import type { Sql } from "./database.ts";

/** What was decided on a revision, by whom. `hash` is the approved content's; `feedback` what a revise asks for. */
export const Decision = z.object({
  revision: z.int().positive(),
  type: z.enum(["approve", "revise", "edit", "discard"]),
  by: UserId,
  at: z.coerce.date(),
  hash: z.string().nullable(),
  feedback: z.string().nullable(),
});
export type Decision = Readonly<z.infer<typeof Decision>>;

export async function saveDecision(tx: Sql, taskId: TaskId, decision: Decision): Promise<void> {
  const { revision, type, by, at, hash, feedback } = decision;
  await tx.query(
    `insert into decision (task_id, revision, type, by, at, hash, feedback)
     values ($1, $2, $3, $4, $5, $6, $7)`,
    [taskId, revision, type, by, at, hash, feedback],
  );
}

/** Oldest first. */
export async function listDecisions(sql: Sql, taskId: TaskId): Promise<readonly Decision[]> {
  const { rows } = await sql.query(
    "select revision, type, by, at, hash, feedback from decision where task_id = $1 order by id",
    [taskId],
  );
  return rows.map((row) => Decision.parse(row));
}
