import { z } from "zod";
import { batches } from "../../jobs/batches.ts";
import { defaultLimits } from "../../src/domain/budget.ts";
import { TaskId } from "../../src/domain/ids.ts";
import { dieAt, points } from "../../src/points.ts";
import { openDatabase } from "../../src/store/database.ts";
import { scriptedEngine } from "../support/engine.ts";
import { aPatientCall, deferring } from "./deferring.ts";

/** A process that sends a batch, or looks for its answers, and dies on the way: `node sender.ts <what it is told, as JSON>`. */
const Told = z.object({
  url: z.string(),
  point: z.enum(points),
  does: z.enum(["sends", "looks"]),
  batch: z.string(),
  fence: z.object({
    taskId: TaskId,
    revision: z.int(),
    epoch: z.int(),
    part: z.string(),
    claim: z.int(),
  }),
});
const { url, point, does, batch, fence } = Told.parse(JSON.parse(process.argv[2] ?? ""));

await using db = openDatabase({
  connectionString: url,
  connectionsMax: 2,
  connectTimeoutMs: 5_000,
  statementTimeoutMs: 5_000,
});
if (does === "sends") {
  const part = deferring(db, fence);
  await part.asked(aPatientCall("ask"));
  dieAt(point);
  await part.sendOff(async () => batch);
}
dieAt(point);
const answer = { output: '"later"', usd: 0.025, usage: "{}", requestId: null };
await batches.work(
  { taskId: fence.taskId, batch },
  {
    db,
    send: async () => {},
    log: () => {},
    bounds: { perPerson: 4, perWorkspace: 16 },
    budget: defaultLimits,
    engine: scriptedEngine({
      batches: {
        send: async () => batch,
        isUnpaid: () => false,
        results: async (_batch, calls) => new Map(calls.map(({ id }) => [id, answer])),
        cancel: async () => {},
      },
    }),
  },
  { jobId: "1", signal: new AbortController().signal, deadFrom: null },
);
