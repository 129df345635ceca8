import pg from "pg";
import { z } from "zod";

const Task = z.object({
  id: z.string(),
  question: z.string(),
  channel: z.string(),
  status: z.string(),
  /** Parts of its plan that were given up. */
  givenUp: z.int(),
});
const Step = z.object({
  question: z.string(),
  name: z.string(),
  /** Milliseconds since 1970; null for one that is not finished. */
  doneAt: z.number().nullable(),
  maybePaid: z.int(),
});
const Delivery = z.object({
  key: z.string(),
  taskId: z.string().nullable(),
  state: z.string(),
  ts: z.string().nullable(),
  channel: z.string(),
});
export type Entries = {
  readonly tasks: readonly z.infer<typeof Task>[];
  readonly steps: readonly z.infer<typeof Step>[];
  readonly deliveries: readonly z.infer<typeof Delivery>[];
};

const Open = z.object({ tasks: z.int(), messages: z.int(), jobs: z.int(), looks: z.int() });

/** What Legwork's tables say, read from outside. While the database is away, nothing is. */
export type Books = AsyncDisposable & {
  /**
   * How many tasks are under way, messages are not settled, jobs wait or run, and looks at a thread are due only later;
   * undefined while nobody can tell.
   */
  countOpen(): Promise<z.infer<typeof Open> | undefined>;
  read(): Promise<Entries>;
  readonly query: <Row>(
    text: string,
    row: z.ZodType<Row>,
    values?: readonly unknown[],
  ) => Promise<readonly Row[]>;
};

/** A statement of ours takes no longer, in milliseconds. */
const statementTimeoutMs = 10_000;

export function openBooks(databaseUrl: string): Books {
  const pool = new pg.Pool({
    connectionString: databaseUrl,
    max: 2,
    application_name: "trial",
    connectionTimeoutMillis: statementTimeoutMs,
    query_timeout: statementTimeoutMs,
  });
  pool.on("error", () => {}); // The next statement opens a connection of its own.

  async function query<Row>(
    text: string,
    row: z.ZodType<Row>,
    values: readonly unknown[] = [],
  ): Promise<readonly Row[]> {
    return z.array(row).parse((await pool.query(text, [...values])).rows);
  }

  return {
    query,
    async countOpen() {
      try {
        const [open] = await query(openCounts, Open);
        return open;
      } catch {
        return undefined; // Restarted, or cut off: whoever asked asks again.
      }
    },
    async read() {
      return {
        tasks: await query(
          `select id, question, channel, status, (
             select count(*) from subtask where task_id = task.id and subtask.status = 'failed'
           )::int as "givenUp"
           from task`,
          Task,
        ),
        steps: await query(
          `select question, name, begun - (step.status = 'done')::int as "maybePaid",
             (extract(epoch from done_at) * 1000)::float8 as "doneAt"
           from step join task on task.id = task_id`,
          Step,
        ),
        deliveries: await query(
          `select key, task_id as "taskId", state, ts, channel from delivery`,
          Delivery,
        ),
      };
    },
    [Symbol.asyncDispose]: () => pool.end(),
  };
}

/** A message that is refused or unresolved is settled; the library's own queues are no work of ours. */
const openCounts = `select
  (select count(*) from task where status in ('queued', 'running'))::int as tasks,
  (select count(*) from delivery where state in ('pending', 'sending'))::int as messages,
  count(job) filter (where not is_look)::int as jobs, count(job) filter (where is_look)::int as looks
  from (
    select id as job, name = 'deliver' and state = 'created' and start_after > now() as is_look from pgboss.job
    where state < 'completed' and name not in ('tidy', 'library') and name not like E'\\\\_\\\\_%'
  ) open`;
