import { readdir, readFile } from "node:fs/promises";

const folder = new URL("./library/", import.meta.url);

/** A folder of the invented company's documents, for an app that can search one. */
export const libraryFolder: string = import.meta.dirname + "/library";

/** The documents by file name. */
export async function readLibrary(): Promise<Map<string, Uint8Array>> {
  const names = (await readdir(folder)).toSorted();
  const read = async (name: string) => [name, await readFile(new URL(name, folder))] as const;
  return new Map(await Promise.all(names.map(read)));
}
