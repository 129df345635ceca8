import { createHash } from "node:crypto";
import { z } from "zod";
import { TaskId } from "./ids.ts";

/** One line of a task's history: who did what to which revision, and when. Holds no texts. */
export const HistoryEntry = z.object({
  taskId: TaskId,
  /** Counts from 1 within the task. */
  position: z.int().positive(),
  event: z.looseObject({ type: z.string() }),
  statusBefore: z.string(),
  statusAfter: z.string(),
  revision: z.int().positive(),
  at: z.coerce.date(),
});
export type HistoryEntry = Readonly<z.infer<typeof HistoryEntry>>;

/** SHA-256, in hex, over the hash before and this entry: changing, dropping or moving any entry changes all that follow. */
export function chainHash(previous: string, entry: HistoryEntry): string {
  const { taskId, position, event, statusBefore, statusAfter, revision, at } = entry;
  const content = [taskId, position, event, statusBefore, statusAfter, revision, at.toISOString()];
  return createHash("sha256")
    .update(`${previous}\n${JSON.stringify(content)}`)
    .digest("hex");
}
