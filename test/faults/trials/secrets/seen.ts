import { ask } from "../../../bench/ground.ts";

/** No secret: it stands where secrets might, so that whoever finds none of them is known to have looked. */
export const sign = "sign-of-having-looked";

/** All that is left of a run: what was logged, what failed jobs left behind, and everything in the database. */
export type Left = { readonly logged: string; readonly outputs: string; readonly dump: string };

export async function leftIn(databaseUrl: string, logged: string): Promise<Left> {
  const outputs = await ask<{ output: string | null }>(
    databaseUrl,
    "select output::text from pgboss.job",
  );
  return {
    logged,
    outputs: outputs.map(({ output }) => output ?? "").join("\n"),
    dump: await dumpOf(databaseUrl),
  };
}

/** Every row of every table as text. */
async function dumpOf(databaseUrl: string): Promise<string> {
  const tables = await ask<{ name: string }>(
    databaseUrl,
    `select format('%I.%I', table_schema, table_name) as name from information_schema.tables
     where table_type = 'BASE TABLE' and table_schema not in ('pg_catalog', 'information_schema')`,
  );
  const rows: string[] = [];
  for (const { name } of tables) {
    const found = await ask<{ row: string }>(databaseUrl, `select t::text as row from ${name} t`);
    rows.push(...found.map(({ row }) => row));
  }
  return rows.join("\n");
}
