import type { Database } from "../src/store/database.ts";
import { type Fence, holdFence } from "../src/store/fence.ts";
import { takeNotes } from "../src/store/notes.ts";

/** The step of a part in which it hears what was said to the run before it began. */
export const beginStep = "begin";

/** What people have said and this part of the run has not heard yet, for one step of it; the same whenever the step asks. */
export const hear = (db: Database, fence: Fence, step: string): Promise<readonly string[]> =>
  db.transaction(async (tx) => {
    await holdFence(tx, fence);
    const notes = await takeNotes(tx, fence, step);
    return notes.map(({ text }) => text);
  });
