import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Client } from "pg";
import { openEmbeddedPostgres } from "../../src/store/embedded.ts";
import { migrate } from "../../src/store/migrate.ts";

/** A server of our own, as durable as the one that `npm start` brings along. */
export type Ground = AsyncDisposable & {
  /** An empty database. */
  empty(name: string): Promise<string>;
  /** A database with Legwork's tables. */
  migrated(name: string): Promise<string>;
};

export async function openGround(): Promise<Ground> {
  const folder = await mkdtemp(join(tmpdir(), "legwork-bench-"));
  // Commits are stamped, which is how the time from a commit to its job is read. Nothing else differs from `npm start`.
  const settings = { track_commit_timestamp: "on" };
  const server = await openEmbeddedPostgres({ folder, log: () => {}, settings });
  const empty = async (name: string): Promise<string> => {
    await ask(server.url, `create database ${name}`);
    return Object.assign(new URL(server.url), { pathname: `/${name}` }).href;
  };
  return {
    empty,
    async migrated(name) {
      const url = await empty(name);
      await migrate(url);
      return url;
    },
    async [Symbol.asyncDispose]() {
      await server.stop();
      for (const path of new Set([folder, server.folder])) await rm(path, { recursive: true });
    },
  };
}

/** One statement on a connection of its own. */
export async function ask<Row extends object>(url: string, sql: string): Promise<Row[]> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query<Row>(sql)).rows;
  } finally {
    await client.end();
  }
}
