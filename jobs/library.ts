import { z } from "zod";
import { defineJob } from "../src/queue/job.ts";
import type { ParseDocument } from "../src/research/sources/documents/contract.ts";
import { syncLibrary } from "../src/research/sources/library.ts";
import type { Database } from "../src/store/database.ts";
import { listLibrary, removeLibraryDocument, saveLibraryDocument } from "../src/store/library.ts";

export type LibraryDeps = {
  readonly db: Database;
  readonly folders: readonly string[];
  readonly parse: ParseDocument;
  readonly log: (event: string, fields: Record<string, string | number>) => void;
};

/** Makes the index equal to the folders. Interrupted or repeated it goes on where it was: unchanged files are not read. */
export const library = defineJob({
  queue: "library",
  payload: z.object({}),
  options: { retryLimit: 2, retryDelaySeconds: 10, expireSeconds: 1_800, policy: "one_at_a_time" },

  async work(_payload, { db, folders, parse, log }: LibraryDeps, { signal }) {
    const { notes, ...counts } = await syncLibrary(
      folders,
      {
        list: () => listLibrary(db),
        save: (document) => saveLibraryDocument(db, document),
        remove: (path) => removeLibraryDocument(db, path),
        parse,
      },
      signal,
    );
    log("library indexed", { ...counts, notes: notes.length });
    for (const note of notes) log("library", { note });
  },
});
