import { createHash } from "node:crypto";
import { constants } from "node:fs";
import { open } from "node:fs/promises";

/** SHA-256 of a file's bytes, in hexadecimal. */
export async function hashFile(location: string): Promise<string> {
  await using file = await openFile(location);
  const hash = createHash("sha256");
  for await (const chunk of file.createReadStream({ autoClose: false })) hash.update(chunk);
  return hash.digest("hex");
}

/** A file's bytes; null where it is gone or was replaced by a link since it was listed. */
export async function readBytes(location: string): Promise<Uint8Array | null> {
  try {
    await using file = await openFile(location);
    return await file.readFile();
  } catch {
    return null;
  }
}

/** Not through a link that took the file's place since its folder was listed. */
const openFile = (location: string) => open(location, constants.O_RDONLY | constants.O_NOFOLLOW);
