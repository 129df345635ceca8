import { randomBytes } from "node:crypto";
import { rm } from "node:fs/promises";

import { Client } from "pg";
import { inject } from "vitest";
import type { TestProject } from "vitest/node";

import { jobs } from "../../src/app.ts";
import { openQueue } from "../../src/queue/queue.ts";
import { openEmbeddedPostgres } from "../../src/store/embedded.ts";
import { migrate } from "../../src/store/migrate.ts";
import { makeFastFolder } from "./scratch.ts";

declare module "vitest" {
  interface ProvidedContext {
    postgres: { adminUrl: string; template: string };
  }
}

/** A migrated database of its own for one test or file; dropped when disposed. */
export type TemporaryDatabase = AsyncDisposable & { url: string };

/** Clones the template, tables and queues and all: a fresh database in some tens of milliseconds. */
export async function temporaryDatabase(): Promise<TemporaryDatabase> {
  const { adminUrl, template } = inject("postgres");
  const name = uniqueName();
  await createDatabase(adminUrl, name, template);
  return {
    url: urlOf(adminUrl, name),
    [Symbol.asyncDispose]: async () => await dropDatabase(adminUrl, name),
  };
}

/** Creates a database, empty or as a copy of one that nobody is connected to. */
export async function createDatabase(adminUrl: string, name: string, template = "template0") {
  await run(adminUrl, `create database ${name} template ${template} strategy file_copy`);
}

/** Drops a database, and whoever is still connected to it. */
export async function dropDatabase(adminUrl: string, name: string) {
  await run(adminUrl, `drop database if exists ${name} with (force)`);
}

/** Runs once, before all test files: one server for all of them, with a migrated template. */
export default async function setup({ provide }: TestProject): Promise<() => Promise<void>> {
  const server = await openServer();
  const template = uniqueName();
  await createDatabase(server.url, template);
  await prepare(urlOf(server.url, template));
  provide("postgres", { adminUrl: server.url, template });

  return async () => {
    await dropDatabase(server.url, template);
    await server.close();
  };
}

/** All that a first start would make, so that no test makes it again. */
async function prepare(connectionString: string): Promise<void> {
  await migrate(connectionString);
  await using _ = await openQueue({ connectionString, jobs, log: () => {}, drainMs: 0 });
}

async function openServer(): Promise<{ url: string; close(): Promise<void> }> {
  const url = process.env["TEST_DATABASE_URL"];
  if (url !== undefined) return { url, close: async () => {} };

  const folder = await makeFastFolder("legwork-test-");
  // Nothing in it has to survive a power cut.
  const settings = {
    fsync: "off",
    synchronous_commit: "off",
    full_page_writes: "off",
    max_connections: "300",
  };
  const server = await openEmbeddedPostgres({ folder, log: () => {}, settings });
  const close = async () => {
    await server.stop();
    for (const path of new Set([folder, server.folder]))
      await rm(path, { recursive: true, force: true });
  };
  return { url: server.url, close };
}

function uniqueName(): string {
  return `legwork_test_${randomBytes(6).toString("hex")}`;
}

function urlOf(adminUrl: string, database: string): string {
  const url = new URL(adminUrl);
  url.pathname = `/${database}`;
  return url.href;
}

async function run(url: string, sql: string): Promise<void> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(sql);
  } finally {
    await client.end();
  }
}
