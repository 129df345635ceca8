import { Client } from "pg";
import { expect, test } from "vitest";

import { migrate } from "../../src/store/migrate.ts";
import { temporaryDatabase } from "./postgres.ts";

test("two temporary databases are migrated, apart, and gone afterwards", async () => {
  let url = "";
  {
    await using one = await temporaryDatabase();
    await using two = await temporaryDatabase();
    ({ url } = one);
    expect(one.url).not.toBe(two.url);

    await query(one.url, "create table only_here (id int)");
    const sql = "select to_regclass('migration') as migrated, to_regclass('only_here') as stranger";
    expect(await query(two.url, sql)).toEqual([{ migrated: "migration", stranger: null }]);
  }
  await expect(query(url, "select 1")).rejects.toMatchObject({ code: "3D000" });
});

test("migrations run four at once, and again, without harm", async () => {
  await using database = await temporaryDatabase();
  const before = await query(database.url, "select name from migration order by id");

  await Promise.all(Array.from({ length: 4 }, () => migrate(database.url)));

  expect(await query(database.url, "select name from migration order by id")).toEqual(before);
});

async function query(url: string, sql: string): Promise<unknown[]> {
  const client = new Client({ connectionString: url });
  try {
    await client.connect();
    return (await client.query<Record<string, unknown>>(sql)).rows;
  } finally {
    await client.end();
  }
}
