import { Client } from "pg";
import { z } from "zod";

import { codeOf, EmbeddedPostgresError } from "./error.ts";

/**
 * The right to be the one Legwork on a folder. It ends with the process, however that ends.
 * `release` first does what must still happen under the lock, such as stopping the server.
 */
export type Lock = { client: Client; release(last?: () => Promise<void>): Promise<void> };

// The lock is taken in the database `postgres`, out of the way of everything Legwork does in its own.
const lockKey = [1_818_585_975, 1] as const;
/** The server notices a killed process at once; a restart may meet the last moments of the old one. */
const lockTimeoutSeconds = 2;

/** Takes the lock through a connection of its own, or says which process has it. */
export async function takeLock(url: string, log: (line: string) => void): Promise<Lock> {
  const client = new Client({
    connectionString: url,
    application_name: `legwork ${process.pid}`,
    connectionTimeoutMillis: 10_000,
  });
  let released = false;
  client.on("error", (error) => {
    if (!released) log(`The connection that guards Legwork's data broke: ${error.message}`);
  });
  const release = async (last?: () => Promise<void>) => {
    released = true; // From here on, a broken connection is no news.
    try {
      await last?.();
    } finally {
      await client.end();
    }
  };

  try {
    await client.connect();
    await client.query(`set lock_timeout = '${lockTimeoutSeconds}s'`);
    await client.query("select pg_advisory_lock($1, $2)", [...lockKey]);
    return { client, release };
  } catch (error) {
    const timedOut = codeOf(error) === "55P03";
    const holder = timedOut ? await findHolder(client) : "";
    await release();
    if (!timedOut) throw error;
    throw new EmbeddedPostgresError(
      `Legwork is already running in this folder${holder}. Stop it first, or set LEGWORK_DATA to another folder for this one.`,
      { cause: error },
    );
  }
}

async function findHolder(client: Client): Promise<string> {
  const { rows } = await client.query(
    `select a.application_name as name
       from pg_locks l join pg_stat_activity a using (pid)
      where l.locktype = 'advisory' and l.classid = $1 and l.objid = $2 and l.granted`,
    [...lockKey],
  );
  const [holder] = z.array(z.object({ name: z.string() })).parse(rows);
  return holder === undefined ? "" : ` (process ${holder.name.replace("legwork ", "")})`;
}
