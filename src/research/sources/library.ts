import type { Passage } from "../../domain/source.ts";
import { readBytes } from "./disk.ts";
import type { ParseDocument } from "./documents/contract.ts";
import { type LibraryFile, scanLibrary } from "./scan.ts";
import { shownName } from "./wording.ts";

/** A document of the library as the index keeps it. */
export type LibraryDocument = {
  /** Its name in the library and the key of the index: the folder's name and the way inside it, with `/`. */
  readonly path: string;
  readonly title: string | null;
  /** SHA-256 of the file's bytes, in hexadecimal: the document is read again when it differs. */
  readonly sha256: string;
  readonly modifiedAt: Date;
  /** In reading order; a passage's position is its index here. Empty where the file could not be read. */
  readonly passages: readonly Passage[];
  /** Why the file could not be read, as a sentence; null where it could. */
  readonly problem: string | null;
};

/** A document that fits a query, with its best passages. */
export type LibraryHit = {
  readonly path: string;
  readonly title: string | null;
  /** Higher is better; comparable within one search. */
  readonly rank: number;
  readonly passages: readonly {
    /** Index in the document's passages. */
    readonly position: number;
    readonly text: string;
    readonly locator: string | null;
    readonly speaker: string | null;
    readonly rank: number;
  }[];
};

/** The best documents for a query, best first, at most `max`. */
export type SearchLibrary = (query: string, max: number) => Promise<readonly LibraryHit[]>;

export type LibraryDeps = {
  /** Every indexed document, the unreadable ones included. */
  readonly list: () => Promise<readonly Pick<LibraryDocument, "path" | "sha256">[]>;
  /** Stores a document in place of the one with the same path, passages and all, in one transaction. */
  readonly save: (document: LibraryDocument) => Promise<void>;
  /** Removes a document with its passages; no document there is fine. */
  readonly remove: (path: string) => Promise<void>;
  readonly parse: ParseDocument;
};

/** What a synchronisation did, in documents; `notes` are sentences for the operator. */
export type LibraryReport = {
  readonly unchanged: number;
  readonly saved: number;
  readonly unreadable: number;
  readonly removed: number;
  readonly notes: readonly string[];
};

/**
 * Makes the index equal to what the folders hold now. Unchanged files are not touched, so it may run as often as
 * wanted and be interrupted anywhere: the next run goes on where this one stopped.
 */
export async function syncLibrary(
  folders: readonly string[],
  deps: LibraryDeps,
  signal: AbortSignal,
): Promise<LibraryReport> {
  const known = new Map((await deps.list()).map(({ path, sha256 }) => [path, sha256]));
  const notes: string[] = [];
  const kept: string[] = [];
  const report = { unchanged: 0, saved: 0, unreadable: 0, removed: 0 };

  for await (const item of scanLibrary(folders, signal)) {
    if (item.type === "note") {
      notes.push(item.note);
      // What cannot be looked into may still be there: a folder that is offline must not empty the index.
      if (item.unseen !== null) kept.push(item.unseen);
      continue;
    }
    const { file } = item;
    const before = known.get(file.path);
    known.delete(file.path);
    if (before === file.sha256) {
      report.unchanged += 1;
      continue;
    }
    const document = await readDocument(file, deps.parse, signal);
    if (document === null) continue; // Gone since it was listed; the next run removes it.
    await deps.save(document);
    report[document.problem === null ? "saved" : "unreadable"] += 1;
  }

  for (const path of known.keys()) {
    if (kept.some((unseen) => path === unseen || path.startsWith(`${unseen}/`))) continue;
    await deps.remove(path);
    report.removed += 1;
  }
  return { ...report, notes };
}

async function readDocument(
  file: LibraryFile,
  parse: ParseDocument,
  signal: AbortSignal,
): Promise<LibraryDocument | null> {
  const bytes = await readBytes(file.location);
  if (bytes === null) return null;
  const { path, sha256, modifiedAt } = file;
  const shown = shownName(path);
  const parsed = await parse({ shown, name: shown, declaredType: null, bytes }, signal);
  return parsed.ok
    ? { path, sha256, modifiedAt, title: parsed.title, passages: parsed.passages, problem: null }
    : { path, sha256, modifiedAt, title: null, passages: [], problem: parsed.problem };
}
