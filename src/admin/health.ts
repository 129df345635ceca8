import type { Sql } from "../store/database.ts";
import { countTasks, ping } from "../store/health.ts";

/** A page for machines: status, content type, text. */
export type Page = { readonly status: number; readonly type: string; readonly text: string };

const plain = (status: number, text: string): Page => ({ status, type: "text/plain", text });

/** `/healthz`: the process answers. */
export const healthz = (): Page => plain(200, "ok\n");

/** `/readyz`: a request sent now could be stored. */
export async function readyz(sql: Sql): Promise<Page> {
  try {
    await ping(sql);
    return plain(200, "ready\n");
  } catch {
    return plain(503, "the database does not answer\n"); // Which is all that whoever asks needs to know.
  }
}

/** `/metrics`: tasks by status, in Prometheus' text format. */
export async function metrics(sql: Sql): Promise<Page> {
  const lines = (await countTasks(sql)).map(
    ({ status, tasks }) => `legwork_tasks{status="${status}"} ${tasks}`,
  );
  const text = ["# TYPE legwork_tasks gauge", ...lines, ""].join("\n");
  return { status: 200, type: "text/plain; version=0.0.4", text };
}
