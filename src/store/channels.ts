import type { Sql } from "./database.ts";

export async function setQuiet(
  sql: Sql,
  channel: { team: string; id: string },
  quiet: boolean,
): Promise<void> {
  await sql.query(
    `insert into channel (team, id, quiet) values ($1, $2, $3)
     on conflict (team, id) do update set quiet = excluded.quiet`,
    [channel.team, channel.id, quiet],
  );
}

/** Whether cards keep still there while a task is under way. */
export async function isQuiet(sql: Sql, channel: { team: string; id: string }): Promise<boolean> {
  const { rows } = await sql.query<{ quiet: boolean }>(
    "select quiet from channel where team = $1 and id = $2",
    [channel.team, channel.id],
  );
  return rows[0]?.quiet ?? false;
}
