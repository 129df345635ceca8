import { rm } from "node:fs/promises";
import { createServer } from "node:net";
import { join } from "node:path";

import { settingsFile } from "./cluster.ts";
import type { Cluster } from "./cluster.ts";
import { EmbeddedPostgresError } from "./error.ts";
import { readIfThere, replaceFile } from "./files.ts";
import { answerSecondsMax, findRunning, readPostmaster } from "./postmaster.ts";
import { lastLines, runProgram } from "./program.ts";

/** A server that answers on 127.0.0.1; `adopted` if it was running before. */
export type Server = { port: number; adopted: boolean };

const startsMax = 5;
const stopSecondsMax = 30;

/** Starts the cluster's server, or takes over the one that a killed Legwork left running. */
export async function startOrAdopt(
  cluster: Cluster,
  settings: Record<string, string>,
): Promise<Server> {
  for (let start = 1; start <= startsMax; start++) {
    const running = await findRunning(cluster);
    if (running !== undefined) return { port: running, adopted: true };
    const started = await startServer(cluster, settings);
    if (started !== undefined) return { port: started, adopted: false };
  }
  throw new EmbeddedPostgresError(
    `Postgres found no free port on 127.0.0.1 in ${startsMax} attempts. Its log is ${cluster.log}.`,
  );
}

/** Stops the server: politely first, and by force if that takes too long. */
export async function stopServer({ binaries, data, identity }: Cluster): Promise<void> {
  for (const mode of ["fast", "immediate"]) {
    const args = ["stop", "-D", data, "-m", mode, "-w", "-t", `${stopSecondsMax}`];
    const options = { identity, timeoutSeconds: stopSecondsMax + 10 };
    const { code } = await runProgram(binaries.pgCtl, args, options);
    if (code === 0 || (await readPostmaster(data)) === undefined) return;
  }
  throw new EmbeddedPostgresError(
    `Postgres did not stop; its process id is in ${data}/postmaster.pid.`,
  );
}

/** Starts a server on a free port; undefined if another process was faster: look again. */
async function startServer(
  cluster: Cluster,
  settings: Record<string, string>,
): Promise<number | undefined> {
  const { binaries, data, identity, log } = cluster;
  const text = settingsText({ port: `${await findPort()}`, ...fixedSettings, ...settings });
  await replaceFile(join(data, settingsFile), text, identity);
  await rm(log, { force: true }); // One run's log is enough, and cannot grow for ever.

  // pg_ctl puts the server in a session of its own, where Ctrl-C in our terminal does not reach it.
  const args = ["start", "-D", data, "-l", log, "-w", "-t", `${answerSecondsMax}`];
  const options = { identity, timeoutSeconds: answerSecondsMax + 10, quiet: true };
  const { code } = await runProgram(binaries.pgCtl, args, options);
  if (code === 0) return (await readPostmaster(data))?.port;

  const said = (await readIfThere(log)) ?? "";
  // Or the last processes of a killed server have not quite gone.
  if (
    /lock file|shared memory block is still in use|could not create any TCP\/IP sockets/u.test(said)
  )
    return undefined;
  throw new EmbeddedPostgresError(
    `Postgres did not start (${code}). The end of its log, ${log}: ${lastLines(said)}`,
  );
}

const fixedSettings = {
  listen_addresses: "127.0.0.1",
  unix_socket_directories: "",
  // Errors only, without the statements and rows they are about: those hold people's words.
  log_error_verbosity: "terse",
  log_min_error_statement: "panic",
};

function settingsText(settings: Record<string, string>): string {
  const lines = Object.entries(settings).map(
    ([name, value]) => `${name} = '${value.replaceAll("'", "''")}'`,
  );
  return `# Written by Legwork at each start; for settings of your own use postgresql.conf.\n${lines.join("\n")}\n`;
}

async function findPort(): Promise<number> {
  const { promise, resolve, reject } = Promise.withResolvers<number>();
  const probe = createServer().once("error", reject);
  probe.listen({ host: "127.0.0.1", port: 0 }, () => {
    const address = probe.address();
    const port = typeof address === "object" && address !== null ? address.port : 0;
    probe.close(() => resolve(port));
  });
  return await promise;
}
