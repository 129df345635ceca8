import { rm } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";

import { Client } from "pg";
import { z } from "zod";

import { urlOf } from "./cluster.ts";
import type { Cluster } from "./cluster.ts";
import { codeOf, EmbeddedPostgresError } from "./error.ts";
import { readIfThere } from "./files.ts";
import { runProgram } from "./program.ts";

/** Recovery after a crash comes before the first answer, and may take its time on a slow disk. */
export const answerSecondsMax = 60;
const pollMilliseconds = 100;

/** Finds the port of the cluster's live server; waits while it is starting, recovering or stopping. */
export async function findRunning(cluster: Cluster): Promise<number | undefined> {
  let pid: number | undefined;
  let problem: unknown;
  for (let waited = 0; waited < answerSecondsMax * 1_000; waited += pollMilliseconds) {
    const postmaster = await readPostmaster(cluster.data);
    if (postmaster === undefined || !isAlive(postmaster.pid)) return undefined;
    pid = postmaster.pid;
    if (!(await isServerOf(cluster.data, pid))) {
      // The process id went to another program; Postgres would refuse to start because of it.
      await rm(join(cluster.data, "postmaster.pid"), { force: true });
      return undefined;
    }
    if (postmaster.ready) {
      problem = await askServer(cluster, postmaster.port);
      if (problem === undefined) return postmaster.port;
    }
    await wait(pollMilliseconds);
  }
  throw new EmbeddedPostgresError(
    `A Postgres server (process ${pid}) holds ${cluster.data} but does not answer as ours. End it (kill ${pid}) and start again.`,
    { cause: problem },
  );
}

/** What the server says of itself: line 1 is its process id, line 4 its port, line 8 its state. */
export async function readPostmaster(data: string) {
  const text = await readIfThere(join(data, "postmaster.pid"));
  if (text === undefined) return undefined;
  const lines = text.split("\n").map((line) => line.trim());
  return { pid: Number(lines[0]), port: Number(lines[3]), ready: lines[7] === "ready" };
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return codeOf(error) === "EPERM";
  }
}

/** Whether that process is a server started on this data, as its command line tells. */
async function isServerOf(data: string, pid: number): Promise<boolean> {
  if (process.platform === "win32") return true; // There, Postgres tells its own processes itself.
  if (process.platform === "linux") {
    const commandLine = await readIfThere(`/proc/${pid}/cmdline`);
    return commandLine === undefined || commandLine.split("\0").includes(data);
  }
  const args = ["-ww", "-o", "command=", "-p", `${pid}`];
  return (await runProgram("ps", args, { timeoutSeconds: 10 })).output.includes(data);
}

/** Asks the server on that port, with our password, for our data; returns what was wrong, if anything. */
async function askServer(cluster: Cluster, port: number): Promise<unknown> {
  const client = new Client({
    connectionString: urlOf(cluster, port, "postgres"),
    connectionTimeoutMillis: 5_000,
  });
  client.on("error", () => client); // A break between two queries; the query under way reports it too.
  try {
    await client.connect();
    const { rows } = await client.query("show data_directory");
    return z.tuple([z.object({ data_directory: z.literal(cluster.data) })]).safeParse(rows).error;
  } catch (error) {
    return error;
  } finally {
    await client.end();
  }
}
