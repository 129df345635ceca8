import type { TeamId } from "../domain/ids.ts";
import type { Task } from "../domain/task.ts";
import type { Sql } from "./database.ts";
import { type DraftRow, getDraft } from "./drafts.ts";
import { findTask } from "./tasks.ts";

/** The approved draft of a task, to build on; a sentence where there is none. */
export async function findAnswer(
  sql: Sql,
  team: TeamId,
  number: number,
): Promise<{ task: Task; draft: DraftRow } | { problem: string }> {
  const task = await findTask(sql, team, number);
  if (task === undefined) return { problem: `There is no task L-${number} here.` };
  const draft = await getDraft(sql, task.id, task.revision);
  if (task.state.status !== "approved" || draft === undefined) {
    return { problem: `L-${number} is not approved, so I did not build on it.` };
  }
  return { task, draft };
}
