import { execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdir, readdir, readFile, rm, rmdir, stat, utimes } from "node:fs/promises";
import { watch, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";

import { Client } from "pg";
import { describe, expect, test } from "vitest";

import { openEmbeddedPostgres } from "../../src/store/embedded.ts";
import type { EmbeddedPostgres } from "../../src/store/embedded.ts";
import { makeClone, temporaryFolder } from "../support/clone.ts";
import { startHolder } from "../support/holder.ts";

const isRoot = process.getuid?.() === 0;
const nobody = 65_534;

// Beside each other, for they mostly wait: for initdb, for locks, for ends.
describe.concurrent("the embedded Postgres", { timeout: 90_000 }, () => {
  test("what is written is there after a stop; only our password opens the door, only on 127.0.0.1", async () => {
    await using folder = await temporaryFolder();
    {
      await using postgres = await open(folder.path);
      await query(postgres.url, "create table kept as select 'École' as word");
      const stranger = new URL(postgres.url);
      stranger.password = "guess";

      await expect(query(stranger.href, "select 1")).rejects.toMatchObject({ code: "28P01" });
      const settings = "select name from pg_settings where setting = '127.0.0.1'";
      expect(await query(postgres.url, settings)).toEqual([{ name: "listen_addresses" }]);
      expect((await stat(join(folder.path, "cluster", "password"))).mode & 0o777).toBe(0o600);
    }
    await using again = await open(folder.path);
    const words = "select lower(word) as word from kept where word ilike 'éc%'";
    expect(await query(again.url, words)).toEqual([{ word: "école" }]);
    await Promise.all([again.stop(), again.stop()]);
    await expect(query(again.url, "select 1")).rejects.toMatchObject({ code: "ECONNREFUSED" });
  });

  test("the server outlives Ctrl-C and kill -9 of its process's whole group; the next one adopts it", async () => {
    await using folder = await temporaryFolder();
    await using first = startHolder(folder.path);
    const { url, adopted } = await first.opened;
    expect(adopted).toBe(false);
    const since = "select pg_postmaster_start_time()::text as since";
    const before = await query(url, since);

    await first.endGroup("SIGINT");
    await using second = startHolder(folder.path);
    expect(await second.opened).toEqual({ url, adopted: true });
    await second.endGroup("SIGKILL");

    await using third = await open(folder.path);
    expect(third).toMatchObject({ url, adopted: true });
    expect(await query(url, since)).toEqual(before);
    await third.stop();
    await expect(query(url, "select 1")).rejects.toMatchObject({ code: "ECONNREFUSED" });
  });

  test("of four started at once in a new clone, one runs and the others name it and leave it alone", async () => {
    await using clone = await makeClone({ postgres: "unlinked" });
    const folder = join(clone.path, ".legwork", "postgres");
    await using stack = new AsyncDisposableStack();
    const four = Array.from({ length: 4 }, () => stack.use(startHolder(folder, { clone })));

    const winner = await Promise.any(
      four.map(async (holder) => ({ holder, ...(await holder.opened) })),
    );
    const losers = four.filter((holder) => holder !== winner.holder);
    for (const { message } of await Promise.all(losers.map(async ({ refused }) => await refused)))
      expect(message).toContain(
        `already running in this folder (process ${winner.holder.pid}). Stop it`,
      );
    expect(await query(winner.url, "select 1 as one")).toEqual([{ one: 1 }]);

    expect(await readdir(join(clone.native, "lib"))).toContain("libicuuc.so.60");

    await winner.holder[Symbol.asyncDispose]();
    await using next = startHolder(folder, { clone });
    expect(await next.opened).toMatchObject({ adopted: false });
  });

  test("a first start that was killed half way is done again, and its remains are cleared", async () => {
    await using folder = await temporaryFolder();
    {
      await using first = startHolder(folder.path);
      const draft = await appears(folder.path, "draft-");
      await appears(draft, "data");
      await first.endGroup("SIGKILL");
      const longAgo = new Date(Date.now() - 3_600_000);
      await utimes(draft, longAgo, longAgo);
    }
    expect(await readdir(folder.path)).not.toContain("cluster");

    await using postgres = await open(folder.path);
    expect(postgres.adopted).toBe(false);
    expect(await readdir(folder.path)).toEqual(["cluster"]);
  });

  test("a pid file left by a crash does not block, even when its number belongs to another program", async () => {
    await using folder = await temporaryFolder();
    const file = join(folder.path, "cluster", "data", "postmaster.pid");
    let left = "";
    {
      await using postgres = await open(folder.path);
      left = await readFile(file, "utf8");
      await postgres.stop();
    }
    const other = spawn("sleep", ["60"], isRoot ? { uid: nobody, gid: nobody } : {});
    await once(other, "spawn");
    try {
      for (const pid of [other.pid, 4_000_000]) {
        await writeFile(file, left.replace(/^\d+/u, `${pid}`));
        await using postgres = await open(folder.path);
        expect(postgres.adopted).toBe(false);
      }
    } finally {
      other.kill();
      await once(other, "close");
    }
  });

  test.runIf(isRoot)(
    "as root in a closed clone, the data lies where nobody can reach it, and is kept",
    async () => {
      await using clone = await makeClone({ mode: 0o700, postgres: "unlinked" });
      const folder = join(clone.path, ".legwork", "postgres");
      await using stack = new AsyncDisposableStack();
      {
        await using first = startHolder(folder, { clone });
        await query((await first.opened).url, "create table kept as select 1 as one");
        const place = (await readFile(join(folder, "location"), "utf8")).trim();
        stack.defer(async () => await removePlace(place));
        expect(first.logged.at(-1)).toContain(`its data is in ${place}`);
        expect(await readdir(place)).toEqual(["cluster", expect.stringMatching(/^postgres-/u)]);
      }
      {
        await using second = startHolder(folder, { clone });
        const { url, adopted } = await second.opened;
        expect(adopted).toBe(false);
        expect(await query(url, "select one from kept")).toEqual([{ one: 1 }]);
        expect(second.logged).toHaveLength(1);
      }
    },
  );

  test.runIf(isRoot)(
    "a normal user, who cannot even write to node_modules, needs nothing else; then root joins",
    async () => {
      await using clone = await makeClone({ postgres: "unlinked" });
      await using data = await temporaryFolder(0o777);
      const folder = join(data.path, "postgres");
      {
        await using user = startHolder(folder, { clone, uid: nobody });
        await query((await user.opened).url, "create table kept as select 1 as one");
      }
      expect(await readdir(join(clone.native, "lib"))).not.toContain("libicuuc.so.60");
      {
        await using root = startHolder(folder, { clone });
        expect(await query((await root.opened).url, "table kept")).toEqual([{ one: 1 }]);
      }
      await using user = startHolder(folder, { clone, uid: nobody });
      expect(await query((await user.opened).url, "table kept")).toEqual([{ one: 1 }]);
    },
  );

  test("data of another major version is refused and left alone", async () => {
    await using folder = await temporaryFolder();
    const data = join(folder.path, "cluster", "data");
    await mkdir(data, { recursive: true });
    await writeFile(join(data, "PG_VERSION"), "17\n");

    await expect(open(folder.path)).rejects.toThrow(
      /is of Postgres 17, and Legwork brings Postgres 18\. Move .+ set DATABASE_URL/u,
    );
    expect(await readdir(data)).toEqual(["PG_VERSION"]);
  });

  test("a machine without its package, or without glibc, is told so", async () => {
    await using folder = await temporaryFolder();
    await using clone = await makeClone({ postgres: "none" });
    await using noPackage = startHolder(folder.path, { clone });
    expect((await noPackage.refused).message).toMatch(/is not installed.+ set DATABASE_URL/u);

    const entry = join(clone.native, "..", "index.js");
    const program = join(clone.native, "bin", "postgres");
    await mkdir(dirname(program), { recursive: true });
    await writeFile(entry, "");
    await writeFile(program, "#!/lib/ld-of-another-system\n", { mode: 0o755 });
    await using noLoader = startHolder(folder.path, { clone });
    expect((await noLoader.refused).message).toMatch(/needs glibc.+ set DATABASE_URL/u);
  });

  test.runIf(isRoot)(
    "a folder that may not be written, and a failing initdb, are explained",
    async () => {
      await using clone = await makeClone();
      await using closed = await temporaryFolder();
      const folder = join(closed.path, "postgres");
      await using stranger = startHolder(folder, { clone, uid: nobody });
      const { name, message } = await stranger.refused;
      expect(name).toBe("EmbeddedPostgresError");
      expect(message).toContain(`may not keep its data in ${folder}`);

      await using shared = await temporaryFolder(0o777);
      await using nameless = startHolder(join(shared.path, "postgres"), { clone, uid: 54_321 });
      expect((await nameless.refused).message).toMatch(
        /could not be made in .+ user ID 54321: user does not exist.+ set DATABASE_URL/u,
      );
    },
  );

  test.runIf(isRoot)("a full disk is called a full disk", async ({ skip }) => {
    await using parent = await temporaryFolder();
    const disk = join(parent.path, "disk");
    await mkdir(disk);
    try {
      execFileSync("mount", ["-t", "tmpfs", "-o", "size=8m", "none", disk], { stdio: "ignore" });
    } catch {
      skip("This root may not mount a small disk.");
    }
    try {
      await expect(open(disk)).rejects.toThrow(/There is no space left/u);
    } finally {
      execFileSync("umount", [disk]);
    }
  });
});

async function open(folder: string): Promise<EmbeddedPostgres> {
  return await openEmbeddedPostgres({ folder, log: () => {}, settings: { fsync: "off" } });
}

async function query(url: string, sql: string): Promise<unknown[]> {
  const client = new Client({ connectionString: url });
  try {
    await client.connect();
    return (await client.query<Record<string, unknown>>(sql)).rows;
  } finally {
    await client.end();
  }
}

/** Removes data that lies outside its clone, and the folder above if that held nothing else. */
async function removePlace(place: string): Promise<void> {
  await rm(place, { recursive: true });
  if ((await readdir(dirname(place))).length === 0) await rmdir(dirname(place));
}

/** Waits for an entry of that name, or beginning, in a folder, and returns its path. */
async function appears(folder: string, beginning: string): Promise<string> {
  const changes = watch(folder, { signal: AbortSignal.timeout(10_000) });
  const events = changes[Symbol.asyncIterator]();
  for (let change = events.next(); ; change = events.next()) {
    const found = (await readdir(folder)).find((name) => name.startsWith(beginning));
    if (found !== undefined) return join(folder, found);
    await change;
  }
}
