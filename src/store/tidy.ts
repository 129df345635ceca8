import type { Sql } from "./database.ts";

/** Forgets what Slack delivered longer ago than any delivery of it can come again. Answers how many rows that were. */
export async function forgetDeliveries(sql: Sql, keptForHours: number): Promise<number> {
  const { rowCount } = await sql.query(
    "delete from inbox where at < clock_timestamp() - $1 * interval '1 hour'",
    [keptForHours],
  );
  return rowCount ?? 0;
}
