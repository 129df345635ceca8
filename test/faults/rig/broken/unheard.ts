import pg from "pg";
import type { Session } from "../../../../src/store/session.ts";

/** In place of `src/store/session.ts`: nobody listens when the connection is lost. */
export async function openSession(connectionString: string): Promise<Session> {
  const client = new pg.Client({ connectionString, application_name: "legwork-lease" });
  await client.connect();
  return Object.assign(client, {
    lost: () => undefined,
    [Symbol.asyncDispose]: async () => await client.end().catch(() => {}), // It is gone either way.
  });
}
