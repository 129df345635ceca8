import { randomBytes } from "node:crypto";
import { readdirSync } from "node:fs";
import { Client } from "pg";
import { expect, inject, test } from "vitest";
import { migrate } from "../../src/store/migrate.ts";
import { createDatabase, dropDatabase } from "../support/postgres.ts";

const folder = new URL("../../src/store/migrations", import.meta.url);
const all = readdirSync(folder).map((file) => file.replace(/\.sql$/, ""));

/** A database in which nothing was ever made. */
async function emptyDatabase(): Promise<{ url: string } & AsyncDisposable> {
  const { adminUrl } = inject("postgres");
  const name = `legwork_test_${randomBytes(6).toString("hex")}`;
  await createDatabase(adminUrl, name);
  const url = new URL(adminUrl);
  url.pathname = `/${name}`;
  return { url: url.href, [Symbol.asyncDispose]: () => dropDatabase(adminUrl, name) };
}

const query = async (url: string, sql: string): Promise<unknown[]> => {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query<Record<string, unknown>>(sql)).rows;
  } finally {
    await client.end();
  }
};

test("of four processes that start at once on a new database one makes the tables, and none fails", async () => {
  await using database = await emptyDatabase();
  const applied = await Promise.all(Array.from({ length: 4 }, () => migrate(database.url)));
  expect(applied.filter(({ length }) => length > 0)).toEqual([all.toSorted()]);
  expect(await query(database.url, "select name from migration order by id")).toEqual(
    all.toSorted().map((name) => ({ name })),
  );
});

test("a second migration does nothing, and leaves what is stored", async () => {
  await using database = await emptyDatabase();
  await migrate(database.url);
  await query(database.url, "insert into inbox (team, key) values ('T1', 'kept')");

  expect(await migrate(database.url)).toEqual([]);
  expect(await query(database.url, "select key from inbox")).toEqual([{ key: "kept" }]);
});

test("migrations are numbered without gaps, so that two of one number are seen", () => {
  const numbers = all.toSorted().map((name) => Number(/^\d{4}(?=_)/.exec(name)?.[0]));
  expect(numbers).toEqual(all.map((_, n) => n + 1));
});
