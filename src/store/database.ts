import pg from "pg";

/** What a store function needs: a pool for a lone statement, a client inside a transaction. */
export type Sql = Pick<pg.ClientBase, "query">;

export type Database = Sql & {
  /** Commits what `work` did, or nothing of it. */
  transaction<T>(work: (tx: Sql) => Promise<T>): Promise<T>;
  [Symbol.asyncDispose](): Promise<void>;
};

export type DatabaseOptions = {
  readonly connectionString: string;
  readonly connectionsMax: number;
  /** How long to wait for a connection before giving up, in milliseconds. */
  readonly connectTimeoutMs: number;
  /** No statement runs longer, in milliseconds. */
  readonly statementTimeoutMs: number;
};

export function openDatabase(options: DatabaseOptions): Database {
  const pool = new pg.Pool({
    connectionString: options.connectionString,
    max: options.connectionsMax,
    connectionTimeoutMillis: options.connectTimeoutMs,
    statement_timeout: options.statementTimeoutMs,
    // Also when the server has stopped answering altogether: the server's own limit comes first.
    query_timeout: options.statementTimeoutMs + 500,
    application_name: "legwork",
  });
  // A lost connection fails the query that uses it and is replaced; unheard, the event would end the process.
  pool.on("error", () => {});
  pool.on("connect", (client) => client.on("error", () => {}));

  async function transaction<T>(work: (tx: Sql) => Promise<T>): Promise<T> {
    const client = await pool.connect();
    let broken: Error | undefined;
    try {
      await client.query("begin");
      const result = await work(client);
      await client.query("commit");
      return result;
    } catch (error) {
      broken = await rollback(client);
      throw error;
    } finally {
      client.release(broken);
    }
  }

  return Object.assign(pool, { transaction, [Symbol.asyncDispose]: () => pool.end() });
}

/** Undefined when the connection can be used again. The error that led here is the one to report, not this one. */
async function rollback(client: pg.PoolClient): Promise<Error | undefined> {
  try {
    await client.query("rollback");
    return undefined;
  } catch (error) {
    return error instanceof Error ? error : new Error("rollback failed");
  }
}

/** Reads at most one row; more than one is a mistake in the statement. */
export function atMostOne<T>(rows: readonly T[]): T | undefined {
  if (rows.length > 1) throw new Error(`expected one row, got ${rows.length}`);
  return rows[0];
}
