import { randomBytes } from "node:crypto";
import { appendFile, readFile, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";

import type { Binaries } from "./binaries.ts";
import { EmbeddedPostgresError, otherwise } from "./error.ts";
import { finishDraft, giveTo, isThere, makeDraft, readIfThere } from "./files.ts";
import { clusterIn } from "./home.ts";
import type { Home } from "./home.ts";
import { lastLines, runProgram } from "./program.ts";

/** A made database cluster. `data` is its data directory, as a real path; `log` the server's log. */
export type Cluster = Home & { data: string; log: string; password: string; binaries: Binaries };

/** The one login role, and the settings file of ours that `postgresql.conf` includes. */
export const role = "legwork";
export const settingsFile = "legwork.conf";

/** Opens the cluster in the home, making it if there is none, and checks that it is of our version. */
export async function openCluster(home: Home, binaries: Binaries): Promise<Cluster> {
  const folder = clusterIn(home.folder);
  if (!(await isThere(folder))) await makeCluster(home, binaries, folder);
  // Root may have taken the data over (chown -R); Postgres insists on owning it.
  if (home.identity && (await stat(folder)).uid === 0) await giveTo(home.identity, folder);

  const data = join(folder, "data");
  const version = (await readIfThere(join(data, "PG_VERSION")))?.trim();
  if (version !== binaries.major) throw wrongVersion(folder, version, binaries.major);
  const password = (await readFile(join(folder, "password"), "utf8")).trim();
  return { ...home, data, log: join(folder, "server.log"), password, binaries };
}

/** A connection string for one of the cluster's databases. It holds the password. */
export function urlOf(cluster: Cluster, port: number, database: string): string {
  return `postgres://${role}:${cluster.password}@127.0.0.1:${port}/${database}`;
}

async function makeCluster(home: Home, { initdb }: Binaries, folder: string): Promise<void> {
  const draft = await makeDraft(home.folder);
  const data = join(draft, "data");
  const password = join(draft, "password");
  await writeFile(password, randomBytes(24).toString("base64url"), { mode: 0o600 });
  await giveTo(home.identity, draft);

  const args = ["-D", data, "-U", role, "--pwfile", password, "-A", "scram-sha-256"];
  // Sorted by code point, yet lower() and the text search know that É is é; alike on every system.
  const provider = ["--locale-provider=builtin", "--builtin-locale=C.UTF-8"];
  const settled = ["--encoding=UTF8", "--locale=C", ...provider, "--no-instructions"];
  const ending = await runProgram(initdb, [...args, ...settled], {
    identity: home.identity,
    timeoutSeconds: 120,
  });
  if (ending.code !== 0) throw failed(home.folder, ending.output);

  await appendFile(join(data, "postgresql.conf"), `\ninclude_if_exists '${settingsFile}'\n`);
  await finishDraft(draft, folder);
}

function failed(folder: string, output: string): EmbeddedPostgresError {
  const said = `Its last words: ${lastLines(output)}.`;
  const why = output.includes("No space left") ? "There is no space left. " : "";
  return new EmbeddedPostgresError(
    `Legwork's database could not be made in ${folder}. ${why}${said} ${otherwise}`,
  );
}

function wrongVersion(folder: string, version: string | undefined, ours: string) {
  const what = version === undefined ? "is not a Postgres database" : `is of Postgres ${version}`;
  return new EmbeddedPostgresError(
    `What lies in ${folder} ${what}, and Legwork brings Postgres ${ours}. Move that folder away to start with empty data. ${otherwise}`,
  );
}
