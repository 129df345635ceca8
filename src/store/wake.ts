import type { Sql } from "./database.ts";

/** Says on the queue's own channel that there are jobs. The channel is named after its schema, as the library does. */
export async function wakeQueues(sql: Sql, queues: readonly string[]): Promise<void> {
  await sql.query(
    `select pg_notify('pgboss_' || left(encode(sha224('pgboss'), 'hex'), 24), queue)
     from unnest($1::text[]) as queue`,
    [queues],
  );
}
