import { z } from "zod";
import { defineJob, type Job, type JobContext, type JobOptions } from "../../src/queue/job.ts";
import { deadLetters, openQueue, type Queue } from "../../src/queue/queue.ts";
import type { Database } from "../../src/store/database.ts";
import { openStore } from "../store/ground.ts";

export const Payload = z.object({
  n: z.int(),
  note: z.string().optional(),
  taskId: z.string().optional(),
});
export type Payload = z.infer<typeof Payload>;
export type Work = (payload: Payload, context: JobContext) => Promise<void>;

/** A queue of numbers, with a worker that each test brings along. */
export const numbers = (queue: string, options: Partial<JobOptions> = {}): Job<Payload, Work> =>
  defineJob({
    queue,
    payload: Payload,
    options: { retryLimit: 1, retryDelaySeconds: 1, expireSeconds: 60, ...options },
    work: (payload, work: Work, context) => work(payload, context),
  });

export type Letter = { readonly payload: Payload; readonly from: JobContext["deadFrom"] };

const dead = (letters: Letter[]) =>
  defineJob({
    queue: deadLetters,
    payload: z.looseObject({ n: z.int().default(0) }),
    options: { retryLimit: 0, retryDelaySeconds: 1, expireSeconds: 60 },
    async work(payload, _deps: object, { deadFrom }) {
      letters.push({ payload, from: deadFrom });
    },
  });

/** A queue on a database of its own, with everything that it said and every dead letter. */
export async function openQueues(...jobs: readonly Job<Payload, Work>[]): Promise<
  {
    queue: Queue;
    db: Database & { url: string };
    lines: string[];
    letters: Letter[];
  } & AsyncDisposable
> {
  await using opening = new AsyncDisposableStack();
  const db = opening.use(await openStore());
  const lines: string[] = [];
  const letters: Letter[] = [];
  const last = dead(letters);
  const queue = opening.use(
    await openQueue({
      connectionString: db.url,
      jobs: [...jobs, last],
      log: (event, fields) => void lines.push(`${event} ${JSON.stringify(fields)}`),
      worker: { runs: 4, sql: db },
      drainMs: 10_000,
    }),
  );
  await queue.work(last, {}, 1);
  const opened = opening.move();
  return { queue, db, lines, letters, [Symbol.asyncDispose]: () => opened.disposeAsync() };
}

export type Row = { state: string; retries: number; output: unknown };

/** What the queue's own table says of the jobs of a queue, oldest first. */
export async function rowsOf(db: Database, queue: string): Promise<readonly Row[]> {
  const { rows } = await db.query<Row>(
    `select state::text, retry_count as retries, output from pgboss.job
     where name = $1 order by created_on`,
    [queue],
  );
  return rows;
}
