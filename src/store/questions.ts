import { z } from "zod";
import { type TaskId, UserId } from "../domain/ids.ts";
import type { Asking } from "../domain/question.ts";
import { atMostOne, type Sql } from "./database.ts";

/** The one question of a task, and what its run goes by. `answeredBy` nobody, with an answer: the default was taken. */
export const QuestionRow = z.object({
  question: z.string(),
  options: z.array(z.string()).readonly(),
  default: z.string(),
  until: z.coerce.date(),
  answer: z.string().nullable(),
  answeredBy: UserId.nullable(),
});
export type QuestionRow = Readonly<z.infer<typeof QuestionRow>>;

/** Stores what a task asks. A second question of the same task is refused by the table's key. */
export async function saveQuestion(
  tx: Sql,
  run: { taskId: TaskId; revision: number },
  { question, options, default: otherwise, until }: Asking & { readonly until: Date },
): Promise<void> {
  await tx.query(
    `insert into question (task_id, revision, question, options, otherwise, until)
     values ($1, $2, $3, $4, $5, $6)`,
    [run.taskId, run.revision, question, JSON.stringify(options), otherwise, until],
  );
}

export async function getQuestion(sql: Sql, taskId: TaskId): Promise<QuestionRow | undefined> {
  const { rows } = await sql.query(
    `select question, options, otherwise as default, until, answer, answered_by as "answeredBy"
     from question where task_id = $1`,
    [taskId],
  );
  const row = atMostOne(rows);
  return row && QuestionRow.parse(row);
}

/** The first answer stays. */
export async function saveAnswer(
  tx: Sql,
  taskId: TaskId,
  given: { answer: string; by: UserId | null; at: Date },
): Promise<void> {
  await tx.query(
    `update question set answer = $2, answered_by = $3, answered_at = $4
     where task_id = $1 and answer is null`,
    [taskId, given.answer, given.by, given.at],
  );
}

/** Somebody answers after all, when what held otherwise was assumed already. */
export async function replaceAssumed(
  tx: Sql,
  taskId: TaskId,
  given: { answer: string; by: UserId; at: Date },
): Promise<void> {
  await tx.query(
    `update question set answer = $2, answered_by = $3, answered_at = $4
     where task_id = $1 and answer is not null and answered_by is null`,
    [taskId, given.answer, given.by, given.at],
  );
}

/** Tasks whose question nobody has answered in time, and that no job is about: the one that should have ended the wait is lost. */
export async function listOverdue(
  sql: Sql,
  quietSeconds: number,
): Promise<readonly { taskId: TaskId; revision: number; epoch: number }[]> {
  const { rows } = await sql.query<{ taskId: TaskId; revision: number; epoch: number }>(
    `select t.id as "taskId", t.revision, t.epoch from task t join question q on q.task_id = t.id
     where t.status = 'waiting' and q.answer is null
       and q.until < clock_timestamp() - $1 * interval '1 second'
       and not exists (
         select from pgboss.job j
         where j.state < 'completed' and j.name <> 'deliver' and j.data ->> 'taskId' = t.id::text
       )
     limit 100 for update of t skip locked`,
    [quietSeconds],
  );
  return rows;
}
