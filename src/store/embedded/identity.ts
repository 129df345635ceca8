import { stat } from "node:fs/promises";

import { isThere } from "./files.ts";
import { type Identity, runProgram } from "./program.ts";

/**
 * Who Postgres runs as: undefined is whoever we are. Postgres refuses to run as root, so root hands
 * it to the owner of the data (made by a normal user, then "sudo npm start") or else to `nobody`.
 */
export async function chooseIdentity(cluster: string): Promise<Identity | undefined> {
  if (process.getuid?.() !== 0) return undefined;
  if (await isThere(cluster)) {
    const { uid, gid } = await stat(cluster);
    if (uid !== 0) return { uid, gid };
  }
  return { uid: await idOfNobody("-u"), gid: await idOfNobody("-g") };
}

async function idOfNobody(which: "-u" | "-g"): Promise<number> {
  const usual = 65_534;
  const { code, output } = await runProgram("id", [which, "nobody"], { timeoutSeconds: 10 });
  const id = Number.parseInt(output, 10);
  return code === 0 && Number.isSafeInteger(id) ? id >>> 0 : usual;
}
