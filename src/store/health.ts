import type { Sql } from "./database.ts";

/** Throws when the database does not answer. */
export async function ping(sql: Sql): Promise<void> {
  await sql.query("select 1");
}

export async function countTasks(sql: Sql): Promise<readonly { status: string; tasks: number }[]> {
  const { rows } = await sql.query<{ status: string; tasks: number }>(
    "select status, count(*)::int as tasks from task group by status order by status",
  );
  return rows;
}
