import { chainHash } from "../../../../src/domain/history.ts";
import type { Record } from "./record.ts";

/** The chain holds, link by link, and ends where the task is. */
export function history({ history: entries, versions: rows }: Record): readonly string[] {
  const broken: string[] = [];
  let hash = "";
  let status = "new";
  for (const [n, { hash: kept, ...entry }] of entries.entries()) {
    if (entry.position !== n + 1) broken.push(`link ${n + 1} of the history is missing`);
    if (kept !== chainHash(hash, entry)) broken.push(`link ${n + 1} of the history is broken`);
    if (entry.statusBefore !== status) broken.push(`${entry.event.type} began at another status`);
    hash = kept;
    status = entry.statusAfter;
  }
  if (status !== rows.at(-1)?.status) broken.push(`the history ends at ${status}`);
  return broken;
}

/** Revision and epoch only rise. */
export const versions = ({ versions: rows }: Record): readonly string[] =>
  rows.flatMap((row, n) => {
    const before = rows[n - 1];
    const fell =
      before !== undefined && (row.revision < before.revision || row.epoch < before.epoch);
    return fell ? [`version ${n + 1} of the task fell back`] : [];
  });
