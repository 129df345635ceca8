import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Client } from "pg";
import { findBinaries } from "../../../src/store/embedded/binaries.ts";
import { type Cluster, openCluster, urlOf } from "../../../src/store/embedded/cluster.ts";
import { findHome } from "../../../src/store/embedded/home.ts";
import { readPostmaster } from "../../../src/store/embedded/postmaster.ts";
import { runProgram } from "../../../src/store/embedded/program.ts";
import { startOrAdopt, stopServer } from "../../../src/store/embedded/server.ts";
import { migrate } from "../../../src/store/migrate.ts";
import { ask } from "../../bench/ground.ts";
import { makeFastFolder } from "../../support/scratch.ts";
import type { Size } from "../trial.ts";

/** A server of our own, as durable as the one that `npm start` brings along, that goes away when it is told to. */
export type Postgres = AsyncDisposable & {
  /** A database with Legwork's tables. */
  migrated(name: string): Promise<string>;
  /** Ends it as a crash of its machine would: nothing is finished, nobody is told. */
  crash(): Promise<void>;
  /** Starts it again, on the same data and port; it answers when this resolves. */
  start(): Promise<void>;
  /** Stops every process of it where it stands: connections are taken, and nobody ever answers. */
  freeze(): Promise<void>;
  /** Lets them all go on, with what they had in hand. */
  thaw(): void;
};

/** Recovery after a crash comes before the first answer. */
const turnSecondsMax = 60;

/** What is measured for the scorecard is measured on the disk; otherwise where making a server is fast. */
export async function openPostgres(size: Size): Promise<Postgres> {
  const prefix = "legwork-trial-";
  const folder = await (size === "full" ? mkdtemp(join(tmpdir(), prefix)) : makeFastFolder(prefix));
  const home = await findHome(folder);
  const cluster = await openCluster(home, await findBinaries(home, () => {}));
  const { port } = await startOrAdopt(cluster, {});
  const admin = urlOf(cluster, port, "postgres");
  let frozen: readonly number[] = [];

  const thaw = () => {
    for (const pid of frozen) process.kill(pid, "SIGCONT");
    frozen = [];
  };
  return {
    async migrated(name) {
      await ask(admin, `create database ${name}`);
      const url = urlOf(cluster, port, name);
      await migrate(url);
      return url;
    },
    crash: () => control(cluster, ["stop", "-m", "immediate"]),
    start: () => control(cluster, ["start", "-l", cluster.log]),
    async freeze() {
      frozen = await stopAll(cluster, admin);
    },
    thaw,
    async [Symbol.asyncDispose]() {
      thaw();
      await stopServer(cluster);
      for (const path of new Set([folder, home.folder])) await rm(path, { recursive: true });
    },
  };
}

async function control(
  { binaries, data, identity }: Cluster,
  [turn = "", ...rest]: readonly string[],
): Promise<void> {
  const args = [turn, "-D", data, "-w", "-t", `${turnSecondsMax}`, ...rest];
  const options = { identity, timeoutSeconds: turnSecondsMax + 10, quiet: true };
  const { code } = await runProgram(binaries.pgCtl, args, options);
  if (code !== 0) throw new Error(`Postgres could not be told to ${turn} (${code})`);
}

/** First the one that makes the others, so that none is made behind our back. */
async function stopAll({ data }: Cluster, admin: string): Promise<readonly number[]> {
  const postmaster = await readPostmaster(data);
  if (postmaster === undefined) throw new Error("there is no Postgres to freeze");
  const client = new Client({ connectionString: admin });
  client.on("error", () => {}); // It is stopped with the rest, and thrown away.
  await client.connect();
  process.kill(postmaster.pid, "SIGSTOP");
  const stopped = [postmaster.pid];
  try {
    const { rows } = await client.query<{ pid: number }>("select pid from pg_stat_activity");
    for (const { pid } of rows) {
      process.kill(pid, "SIGSTOP");
      stopped.push(pid);
    }
  } finally {
    client.connection.stream.destroy();
  }
  return stopped;
}
