// A worker whose jobs all fail with secrets in their errors, and a log that is told secrets.
import { setTimeout } from "node:timers/promises";
import { z } from "zod";
import { openLog } from "../../../../src/log.ts";
import { defineJob } from "../../../../src/queue/job.ts";
import { deadLetters, openQueue } from "../../../../src/queue/queue.ts";
import { openDatabase } from "../../../../src/store/database.ts";
import { openChance } from "../../rig/chance.ts";
import { errors } from "./errors.ts";
import { plantSecrets } from "./planted.ts";
import { sign } from "./seen.ts";

const Given = z.object({ databaseUrl: z.string(), seed: z.int(), ways: z.int() });
const { databaseUrl, seed, ways } = Given.parse(JSON.parse(process.argv[2] ?? "{}"));

const chance = openChance(seed);
const planted = plantSecrets(chance);
const thrown = chance.shuffled(errors).slice(0, ways);
const endsMsMax = 60_000;
const lookEveryMs = 50;
let failed = 0;

const failing = defineJob({
  queue: "failing",
  payload: z.object({ secret: z.int(), way: z.int(), sign: z.string() }),
  options: { retryLimit: 0, retryDelaySeconds: 1, expireSeconds: 60 },
  async work({ secret, way }, _deps: object) {
    failed += 1;
    throw thrown[way]?.(planted[secret]?.text ?? "");
  },
});
const dead = defineJob({
  queue: deadLetters,
  payload: z.looseObject({}),
  options: { retryLimit: 0, retryDelaySeconds: 1, expireSeconds: 60 },
  async work() {},
});

const log = openLog();
await using db = openDatabase({
  connectionString: databaseUrl,
  connectionsMax: 4,
  statementTimeoutMs: 10_000,
  connectTimeoutMs: 10_000,
});
await using queue = await openQueue({
  connectionString: databaseUrl,
  jobs: [failing, dead],
  log,
  worker: { runs: 4, sql: db },
  drainMs: 10_000,
});
for (const secret of planted.keys()) {
  for (const way of thrown.keys()) await queue.send(db, failing, { secret, way, sign });
}
await queue.work(failing, {}, 4);
await queue.work(dead, {}, 2);
for (const { what, text, shaped } of planted) {
  if (!shaped) continue; // Nothing could tell it from other words; the house says no such thing.
  log(`request failed: ${text}`, { error: text, sign });
  queue.boss.emit("error", Object.assign(new Error(text), { name: what }));
}
for (let waited = 0; waited < endsMsMax && (await open()) > 0; waited += lookEveryMs) {
  await setTimeout(lookEveryMs);
}
process.send?.({ failed }, () => process.disconnect());

async function open(): Promise<number> {
  const { rows } = await db.query<{ open: number }>(
    "select count(*)::int as open from pgboss.job where state < 'completed'",
  );
  return rows[0]?.open ?? 0;
}
