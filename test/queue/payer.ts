import { z } from "zod";
import { defaultLimits } from "../../src/domain/budget.ts";
import { TaskId } from "../../src/domain/ids.ts";
import { dieAt, points } from "../../src/points.ts";
import { payIn } from "../../src/queue/pay.ts";
import { openDatabase } from "../../src/store/database.ts";

/** A process that pays for one call and dies on the way: `node payer.ts <what it is told, as JSON>`. */
const Told = z.object({
  url: z.string(),
  point: z.enum(points),
  fence: z.object({
    taskId: TaskId,
    revision: z.int(),
    epoch: z.int(),
    part: z.string(),
    claim: z.int(),
  }),
});
const { url, point, fence } = Told.parse(JSON.parse(process.argv[2] ?? ""));

await using db = openDatabase({
  connectionString: url,
  connectionsMax: 2,
  connectTimeoutMs: 5_000,
  statementTimeoutMs: 5_000,
});
dieAt(point);
await payIn(
  db,
  fence,
  defaultLimits,
)({
  name: "ask",
  hash: "h",
  model: "m",
  worstUsd: 0.2,
  share: "work",
  work: async () => ({ output: '"first"', usd: 0.05, usage: "{}", requestId: "r1" }),
  isUnpaid: () => false,
});
