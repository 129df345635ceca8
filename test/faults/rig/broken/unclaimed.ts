import type { Sql } from "../../../../src/store/database.ts";
import { type Fence, type Run, takePart as take } from "../../../../src/store/fence.ts";

export * from "../../../../src/store/fence.ts";

/** In place of the one of `src/store/fence.ts`: whoever had a part before goes on in their right. */
export async function takePart(sql: Sql, run: Run, part: string): Promise<Fence | undefined> {
  const taken = await take(sql, run, part);
  await sql.query("update part set claim = 1 where task_id = $1 and revision = $2 and name = $3", [
    run.taskId,
    run.revision,
    part,
  ]);
  return taken && { ...taken, claim: 1 };
}
