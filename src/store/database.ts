import { createHash } from "node:crypto";
import pg from "pg";

/** What a store function needs: a pool for a lone statement, a client inside a transaction. */
export type Sql = Pick<pg.ClientBase, "query"> & {
  /** Inside a transaction: what to do once it is committed, and only then. */
  onCommit?: (then: () => void) => void;
};

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

/** Nothing of ours waits for anything else within a transaction; whoever is silent for so long is not there. In milliseconds. */
const standsStillMs = 10_000;

export function openDatabase(options: DatabaseOptions): Database {
  const pool = new pg.Pool({
    connectionString: options.connectionString,
    max: options.connectionsMax,
    connectionTimeoutMillis: options.connectTimeoutMs,
    statement_timeout: options.statementTimeoutMs,
    // Also when the server has stopped answering altogether: the server's own limit comes first.
    query_timeout: options.statementTimeoutMs + 500,
    // A process that stands still in the middle of a transaction holds its locks: others wait for no longer than this.
    idle_in_transaction_session_timeout: standsStillMs,
    application_name: "legwork",
    // Statements may follow each other without waiting for answers; see `together`.
    pipeline: true,
    // Requests come minutes apart: the first one after a quiet time must not wait for a connection to be made.
    min: 2,
  });
  // A lost connection fails the query that uses it and is replaced; unheard, the event would end the process.
  pool.on("error", () => {});
  pool.on("connect", (client) => client.on("error", () => {}));

  async function transaction<T>(work: (tx: Sql) => Promise<T>): Promise<T> {
    const client: pg.PoolClient & Sql = await pool.connect();
    const thens: (() => void)[] = [];
    client.onCommit = (then) => void thens.push(then);
    let broken: Error | undefined;
    try {
      const [, result] = await together([client.query("begin"), work(client)]);
      await client.query("commit");
      for (const then of thens) then();
      return result;
    } catch (error) {
      broken = await rollback(client);
      throw error;
    } finally {
      delete client.onCommit;
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

/**
 * Waits for statements that were sent in one go, and throws what the first of them threw. All have ended by then: none
 * is left to run after its transaction, when it would belong to nothing.
 */
export async function together<const Sent extends readonly Promise<unknown>[]>(
  sent: Sent,
): Promise<{ -readonly [Place in keyof Sent]: Awaited<Sent[Place]> }> {
  await Promise.allSettled(sent);
  return Promise.all(sent);
}

/**
 * A statement that a connection reads and plans once, however often it is sent: for long ones that somebody waits for.
 * Named after its text, so the same text is the same statement wherever it comes from.
 */
export const prepared = (text: string, values: readonly unknown[]): pg.QueryConfig => ({
  name: createHash("sha1").update(text).digest("hex"),
  text,
  values: [...values],
});

/** Reads at most one row; more than one is a mistake in the statement. */
export function atMostOne<T>(rows: readonly T[]): T | undefined {
  if (rows.length > 1) throw new Error(`expected one row, got ${rows.length}`);
  return rows[0];
}

/** Postgres says so when it goes down, comes up, or ends a session; class 08 is every loss of a connection. */
const lostCodes = /^(?:08\w{3}|25P03|57P0[1-5]|ECONNREFUSED|ECONNRESET|EPIPE)$/;

/** Whether an error, or what caused it, says that the database went away: nothing is wrong with what was asked of it. */
export function isConnectionLost(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const code = "code" in error && typeof error.code === "string" ? error.code : "";
  // The driver has no code for a socket that just ended.
  const ended = /^Connection terminated|^Client has encountered a connection error/.test(
    error.message,
  );
  return lostCodes.test(code) || ended || isConnectionLost(error.cause);
}

/** Going down, a lack of memory or connections, and a lock or a statement that took too long concern whatever was asked. */
const everybodysCodes = /^(?:08|53|55|57)/;

/** Whether Postgres refused a statement for what was asked in it, and might take another one. */
export const isRefusedAlone = (error: unknown): boolean =>
  error instanceof pg.DatabaseError && !everybodysCodes.test(error.code ?? "");
