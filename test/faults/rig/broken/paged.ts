import type { Sql } from "../../../../src/store/database.ts";
import { listOrphans as list, type Orphan } from "../../../../src/store/leases.ts";

export * from "../../../../src/store/leases.ts";

const pageSize = 100;

/** In place of the one of `src/store/leases.ts`: looks at the oldest jobs only, a page of them, whoever holds them. */
export async function listOrphans(sql: Sql): Promise<readonly Orphan[]> {
  const { rows } = await sql.query<{ id: string }>(
    `select id from pgboss.job where state = 'active' order by started_on limit ${pageSize}`,
  );
  const page = new Set(rows.map(({ id }) => id));
  return (await list(sql)).filter(({ id }) => page.has(id));
}
