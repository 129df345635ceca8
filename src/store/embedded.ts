import { resolve } from "node:path";

import type { Client } from "pg";

import { findBinaries } from "./embedded/binaries.ts";
import { openCluster, urlOf } from "./embedded/cluster.ts";
import type { Cluster } from "./embedded/cluster.ts";
import { codeOf, explain } from "./embedded/error.ts";
import { findHome } from "./embedded/home.ts";
import { takeLock } from "./embedded/lock.ts";
import type { Lock } from "./embedded/lock.ts";
import { startOrAdopt, stopServer } from "./embedded/server.ts";
import type { Server } from "./embedded/server.ts";

export { EmbeddedPostgresError } from "./embedded/error.ts";

/** What to open: the folder that keeps the data, and settings of Postgres beside Legwork's own. */
export type EmbeddedPostgresOptions = {
  folder: string;
  log: (line: string) => void;
  settings?: Record<string, string>;
};

/**
 * A running Postgres. `url` names the database `legwork` and holds the password; `folder` is where
 * the data really lies. Stop it last.
 */
export type EmbeddedPostgres = AsyncDisposable & {
  url: string;
  folder: string;
  port: number;
  adopted: boolean;
  stop(): Promise<void>;
};

const database = "legwork";
const lockAttemptsMax = 3;

/**
 * Starts the Postgres that keeps Legwork's data in `folder`, or adopts the one that a killed Legwork
 * left running there. It listens on 127.0.0.1 only and asks for a password that only `folder` knows.
 * Only one process may have a folder open. Throws EmbeddedPostgresError with a sentence for the
 * person who started Legwork.
 */
export async function openEmbeddedPostgres(
  options: EmbeddedPostgresOptions,
): Promise<EmbeddedPostgres> {
  const folder = resolve(options.folder);
  try {
    const home = await findHome(folder);
    const cluster = await openCluster(home, await findBinaries(home, options.log));
    const { server, lock } = await startLocked(cluster, options);
    const stop = stopOnce(cluster, lock);
    try {
      await createDatabase(lock.client);
    } catch (error) {
      await stop();
      throw error;
    }

    const verb = server.adopted ? "was still running" : "is running";
    options.log(`Postgres ${verb} on 127.0.0.1:${server.port}; its data is in ${home.folder}`);
    const url = urlOf(cluster, server.port, database);
    return { url, folder: home.folder, ...server, stop, [Symbol.asyncDispose]: stop };
  } catch (error) {
    throw explain(error, folder);
  }
}

/** Gets a server and the lock on it. A server that its owner is just stopping is started anew. */
async function startLocked(
  cluster: Cluster,
  { log, settings = {} }: EmbeddedPostgresOptions,
): Promise<{ server: Server; lock: Lock }> {
  for (let attempt = 1; ; attempt++) {
    const server = await startOrAdopt(cluster, settings);
    try {
      return { server, lock: await takeLock(urlOf(cluster, server.port, "postgres"), log) };
    } catch (error) {
      if (attempt === lockAttemptsMax || !isServerGone(error)) throw error;
    }
  }
}

function isServerGone(error: unknown): boolean {
  // Shutting down, not accepting connections, and the connection's end as seen from here.
  const codes = ["57P01", "57P03", "ECONNREFUSED", "ECONNRESET", "EPIPE"];
  if (codes.includes(codeOf(error) ?? "")) return true;
  return error instanceof Error && error.message.startsWith("Connection terminated");
}

async function createDatabase(client: Client): Promise<void> {
  const { rowCount } = await client.query("select from pg_database where datname = $1", [database]);
  if (rowCount === 0) await client.query(`create database ${database}`);
}

/** The server stops under the lock: no other process may adopt it while it goes down. */
function stopOnce(cluster: Cluster, lock: Lock): () => Promise<void> {
  let stopping: Promise<void> | undefined;
  return async () => await (stopping ??= lock.release(() => stopServer(cluster)));
}
