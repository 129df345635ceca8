import pg from "pg";
import type { Sql } from "./database.ts";

/** One connection of its own, for what lives and dies with a session: advisory locks. */
export type Session = Sql & {
  /** Undefined while the connection stands; else why it does not. Its locks are gone by then. */
  readonly lost: () => Error | undefined;
  [Symbol.asyncDispose](): Promise<void>;
};

/** How long a statement on a session may take, in milliseconds: locks are asked for, never waited for. */
const statementTimeoutMs = 5_000;

/** Throws when the database cannot be reached. What is not `durable` may be lost with the server, and waits for no disk. */
export async function openSession(
  connectionString: string,
  { durable = true }: { durable?: boolean } = {},
): Promise<Session> {
  const client = new pg.Client({
    connectionString,
    application_name: "legwork-lease",
    connectionTimeoutMillis: statementTimeoutMs,
    statement_timeout: statementTimeoutMs,
    query_timeout: statementTimeoutMs + 500,
    keepAlive: true,
    ...(!durable && { options: "-c synchronous_commit=off" }),
  });
  let lost: Error | undefined;
  client.on("error", (error) => (lost ??= error));
  client.on("end", () => (lost ??= new Error("the session has ended")));
  await client.connect();
  return Object.assign(client, {
    lost: () => lost,
    [Symbol.asyncDispose]: async () => await client.end().catch(() => {}), // It is gone either way.
  });
}
