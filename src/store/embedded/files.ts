import { lchown, lstat, mkdtemp, readdir, readFile } from "node:fs/promises";
import { rename, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";

import { codeOf } from "./error.ts";
import type { Identity } from "./program.ts";

const draftPrefix = "draft-";
/** Nothing is under construction for longer: programs are ended after two minutes at most. */
const draftAgeMillisecondsMax = 10 * 60_000;

/** A file's text, or undefined if there is no such file. */
export async function readIfThere(file: string): Promise<string | undefined> {
  return await ifThere(readFile(file, "utf8"));
}

/** Whether a file, folder or link is there. */
export async function isThere(path: string): Promise<boolean> {
  return (await ifThere(lstat(path))) !== undefined;
}

/** Gives a folder, or a file, and all in it to the user Postgres runs as. */
export async function giveTo(identity: Identity | undefined, path: string): Promise<void> {
  if (identity === undefined) return;
  await lchown(path, identity.uid, identity.gid);
  if (!(await lstat(path)).isDirectory()) return;
  for (const entry of await readdir(path, { recursive: true }))
    await lchown(join(path, entry), identity.uid, identity.gid);
}

/**
 * Makes a folder to build something in, which `finishDraft` then moves into place in one step: what
 * was killed half way is never taken for finished. Clears away what killed processes left.
 */
export async function makeDraft(folder: string): Promise<string> {
  const draft = await mkdtemp(join(folder, draftPrefix));
  const now = (await lstat(draft)).mtimeMs;
  for (const name of await readdir(folder)) {
    if (!name.startsWith(draftPrefix)) continue;
    const old = await ifThere(lstat(join(folder, name)));
    if (old !== undefined && now - old.mtimeMs > draftAgeMillisecondsMax)
      await rm(join(folder, name), { recursive: true, force: true });
  }
  return draft;
}

/** Moves a draft into place. Where another process was faster, its work stays and ours goes. */
export async function finishDraft(draft: string, place: string): Promise<void> {
  try {
    await rename(draft, place);
  } catch (error) {
    if (!(await isThere(place))) throw error;
    await rm(draft, { recursive: true });
  }
}

/** Replaces a file in one step with one that the user Postgres runs as may read. */
export async function replaceFile(
  file: string,
  text: string,
  identity: Identity | undefined,
): Promise<void> {
  const draft = `${file}.${process.pid}`;
  await writeFile(draft, text, { mode: 0o600 });
  await giveTo(identity, draft);
  await rename(draft, file);
}

async function ifThere<T>(reading: Promise<T>): Promise<T | undefined> {
  try {
    return await reading;
  } catch (error) {
    if (codeOf(error) === "ENOENT") return undefined;
    throw error;
  }
}
