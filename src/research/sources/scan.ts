import type { Dirent } from "node:fs";
import { lstat, readdir, realpath } from "node:fs/promises";
import { basename, join, resolve, sep } from "node:path";
import { hashFile } from "./disk.ts";
import { type LibraryLimits, libraryLimits } from "./limits.ts";
import { megabytes, shownName } from "./wording.ts";

/** A file of the library's folders. */
export type LibraryFile = {
  /** The folder's name and the way inside it, with `/`; safe to show and to use as a key. */
  readonly path: string;
  /** The folder as it was configured. */
  readonly folder: string;
  /** Where it is on this machine; not to be shown. */
  readonly location: string;
  /** Bytes. */
  readonly size: number;
  readonly modifiedAt: Date;
  /** Of the content, in hexadecimal. */
  readonly sha256: string;
};

/** A file, or a sentence about something left out; `unseen` is the path below which nothing is known this time. */
export type ScanItem =
  | { readonly type: "file"; readonly file: LibraryFile }
  | { readonly type: "note"; readonly note: string; readonly unseen: string | null };

type Place = {
  readonly folder: string;
  readonly root: string;
  readonly path: string;
  readonly depth: number;
};
type Count = { files: number; entries: number };

/**
 * All files of the folders in a stable order. Hidden files and links are passed over: a link inside leads to what is
 * found anyway, and one that leads out could lead anywhere.
 */
export async function* scanLibrary(
  folders: readonly string[],
  signal: AbortSignal,
  limits: LibraryLimits = libraryLimits,
): AsyncGenerator<ScanItem> {
  const count = { files: 0, entries: 0 };
  for (const [index, folder] of folders.entries()) {
    const path = labelOf(folders, index);
    const root = await realpath(folder).catch(() => null);
    if (root === null) yield unread(path);
    else yield* scanFolder({ folder, root, path, depth: 0 }, root, count, limits, signal);
  }
}

/** The folder's own name, numbered where an earlier folder has the same one. */
function labelOf(folders: readonly string[], index: number): string {
  const names = folders.map((folder) => shownName(basename(resolve(folder))));
  const name = names[index] ?? "library";
  const earlier = names.slice(0, index).filter((each) => each === name).length;
  return earlier === 0 ? name : `${name} (${earlier + 1})`;
}

async function* scanFolder(
  place: Place,
  location: string,
  count: Count,
  limits: LibraryLimits,
  signal: AbortSignal,
): AsyncGenerator<ScanItem> {
  if (place.depth > limits.depthMax) {
    yield note(`${place.path} is nested too deeply and was left out.`);
    return;
  }
  const entries = await readdir(location, { withFileTypes: true }).catch(() => null);
  if (entries === null) {
    yield unread(place.path);
    return;
  }
  for (const entry of entries.toSorted((one, other) => (one.name < other.name ? -1 : 1))) {
    signal.throwIfAborted();
    count.entries += 1;
    if (count.files >= limits.filesMax || count.entries > limits.entriesMax) {
      if (count.entries <= limits.entriesMax + 1) {
        yield note(`The library has more than ${limits.filesMax} files; the others were left out.`);
        count.entries = limits.entriesMax + 1; // Said once.
      }
      return;
    }
    yield* scanEntry(entry, place, join(location, entry.name), count, limits, signal);
  }
}

async function* scanEntry(
  entry: Dirent,
  place: Place,
  location: string,
  count: Count,
  limits: LibraryLimits,
  signal: AbortSignal,
): AsyncGenerator<ScanItem> {
  const path = `${place.path}/${entry.name}`;
  if (entry.name.startsWith(".")) return;
  if (/[\p{Cc}\p{Cf}\p{Cs}\uFFFD\\]/u.test(entry.name)) {
    yield note(`${place.path} contains a file whose name cannot be shown; it was left out.`);
  } else if (entry.isSymbolicLink()) {
    const target = await realpath(location).catch(() => "");
    if (target !== place.root && !target.startsWith(place.root + sep)) {
      yield note(`${path} leads out of its folder and was left out.`);
    }
  } else if (entry.isDirectory()) {
    yield* scanFolder({ ...place, path, depth: place.depth + 1 }, location, count, limits, signal);
  } else if (entry.isFile()) {
    count.files += 1;
    yield await scanFile({ ...place, path }, location, limits);
  }
}

async function scanFile(place: Place, location: string, limits: LibraryLimits): Promise<ScanItem> {
  const { folder, path } = place;
  try {
    const { size, mtime: modifiedAt } = await lstat(location);
    if (size > limits.fileBytesMax) {
      return note(`${path} is larger than ${megabytes(limits.fileBytesMax)} and was left out.`);
    }
    const sha256 = await hashFile(location);
    return { type: "file", file: { path, folder, location, size, modifiedAt, sha256 } };
  } catch {
    return unread(path); // Gone, or not ours to read; whoever runs Legwork is told.
  }
}

const note = (text: string): ScanItem => ({ type: "note", note: text, unseen: null });
const unread = (path: string): ScanItem => ({
  type: "note",
  note: `${path} could not be read and was left as it was.`,
  unseen: path,
});
