import { quantile } from "./figures.ts";
import { ask, type Ground } from "./ground.ts";
import { type Load, sendCommands } from "./load.ts";
import { startLegwork } from "./legwork.ts";
import { ms, table } from "./table.ts";

/** From commit to the first job running, at two rates: one task after another, and many at once. */
export async function pickup(ground: Ground, loads: readonly Load[]): Promise<string> {
  const rows: string[][] = [];
  for (const [n, load] of loads.entries()) {
    await using legwork = await startLegwork(ground, { name: `pickup_${n}`, mode: "all" });
    // The first tasks find code that has never run, and connections that are not open yet.
    await sendCommands(legwork.url, { ...load, requests: Math.min(10, load.requests) });
    await legwork.drained();
    const from = new Date();
    await sendCommands(legwork.url, load);
    await legwork.drained();
    const waits = await readWaits(legwork.databaseUrl, from);
    if (waits.length !== load.requests) throw new Error(`${waits.length} of ${load.requests} ran`);
    rows.push([
      `${load.perSecond} requests/s, ${load.requests} in all`,
      ms(quantile(waits, 0.5)),
      ms(quantile(waits, 0.9)),
      ms(quantile(waits, 0.99)),
    ]);
  }
  return [
    "From commit to the first job running: workers in the same process, by the database's own clock,",
    "from the stamp of the commit (its flush to disk included) to the first statement of the job.",
    "",
    table(["", "p50", "p90", "p99"], rows),
  ].join("\n");
}

/** The first entry of a task's history is written once, in the transaction that opens it. */
async function readWaits(databaseUrl: string, from: Date): Promise<number[]> {
  const rows = await ask<{ ms: number }>(
    databaseUrl,
    `select extract(epoch from p.taken_at - pg_xact_commit_timestamp(h.xmin))::float8 * 1000 as ms
     from history h join part p on p.task_id = h.task_id and p.name = 'plan' and p.claim = 1
     where h.position = 1 and h.at >= '${from.toISOString()}'`,
  );
  return rows.map((row) => row.ms);
}
