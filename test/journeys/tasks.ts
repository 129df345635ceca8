import type { Sql } from "../../src/store/database.ts";

type Legwork = { readonly db: Sql };

export async function countTasks({ db }: Legwork): Promise<number> {
  const { rows } = await db.query<{ count: number }>("select count(*)::int as count from task");
  return rows[0]?.count ?? 0;
}

/** What was asked, oldest first. */
export async function questions({ db }: Legwork): Promise<readonly string[]> {
  const { rows } = await db.query<{ question: string }>(
    "select question from task order by number",
  );
  return rows.map(({ question }) => question);
}

export async function statusOf({ db }: Legwork, number: number): Promise<string | undefined> {
  const { rows } = await db.query<{ status: string }>("select status from task where number = $1", [
    number,
  ]);
  return rows[0]?.status;
}
