import { access, chmod, chown, constants, link, mkdir, mkdtemp } from "node:fs/promises";
import { realpath, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { codeOf, EmbeddedPostgresError, otherwise } from "./error.ts";
import { isThere, readIfThere } from "./files.ts";
import { chooseIdentity } from "./identity.ts";
import type { Identity } from "./program.ts";
import { runProgram } from "./program.ts";

/** Where everything of Postgres lies, and who it runs as (undefined: as we do). */
export type Home = { folder: string; identity: Identity | undefined };

/**
 * Finds the folder for the data. That is `folder`, unless we are root: then Postgres runs as another
 * user, who often cannot pass through to a clone under /root. In that case the data lies where that
 * user can reach it, and `folder/location` names the place, so that the data follows the clone.
 */
export async function findHome(folder: string): Promise<Home> {
  await mkdir(folder, { recursive: true });
  const location = join(folder, "location");
  const place = (await readIfThere(location))?.trim() ?? folder;
  await mkdir(place, { recursive: true });
  const identity = await chooseIdentity(clusterIn(place));

  if (identity === undefined) {
    await access(place, constants.R_OK | constants.W_OK | constants.X_OK);
    return { folder: await realpath(place), identity };
  }
  if (await canUse(place, identity)) return { folder: await realpath(place), identity };
  if (await isThere(clusterIn(place))) throw unreachable(place, identity);
  return { folder: await placeElsewhere(location, identity), identity };
}

/** The finished database cluster inside a home. */
export function clusterIn(home: string): string {
  return join(home, "cluster");
}

/** Gives the folder to that user and lets that user try it: no rule of our own knows every lock. */
async function canUse(folder: string, identity: Identity): Promise<boolean> {
  try {
    await chown(folder, identity.uid, identity.gid);
    await chmod(folder, 0o700);
  } catch (error) {
    if (["EPERM", "EINVAL", "ENOTSUP"].includes(codeOf(error) ?? "")) return false;
    throw error;
  }
  const tried = await runProgram("/bin/sh", ["-c", 'cd "$1" && test -w .', "sh", folder], {
    identity,
    timeoutSeconds: 10,
  });
  return tried.code === 0;
}

async function placeElsewhere(location: string, identity: Identity): Promise<string> {
  for (const parent of ["/var/lib/legwork", tmpdir()]) {
    const place = await newPlace(parent);
    if (place === undefined) continue;
    if (await canUse(place, identity)) return await settle(location, place);
    await rm(place, { recursive: true });
  }
  throw unreachable(location, identity);
}

async function newPlace(parent: string): Promise<string | undefined> {
  try {
    await mkdir(parent, { recursive: true });
    return await realpath(await mkdtemp(join(parent, "legwork-")));
  } catch (error) {
    if (["EACCES", "EPERM", "EROFS"].includes(codeOf(error) ?? "")) return undefined;
    throw error;
  }
}

/** Notes the place down in one step: of two processes starting at once, one decides for both. */
async function settle(location: string, place: string): Promise<string> {
  const draft = `${location}.${process.pid}`;
  await writeFile(draft, `${place}\n`);
  try {
    await link(draft, location);
    return place;
  } catch (error) {
    if (codeOf(error) !== "EEXIST") throw error;
    await rm(place, { recursive: true });
    return (await readFile(location, "utf8")).trim();
  } finally {
    await rm(draft);
  }
}

function unreachable(folder: string, { uid }: Identity): EmbeddedPostgresError {
  return new EmbeddedPostgresError(
    `Postgres refuses to run as root, and the user it runs as instead (${uid}) cannot use ${folder}. Start Legwork as a normal user, or let that user pass through the folders above. ${otherwise}`,
  );
}
