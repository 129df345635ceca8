import type { Sql } from "./database.ts";

/** The first half of our advisory locks' keys; the second says what is locked. Chosen once, by chance. */
const lockClass = { job: 0x4c570001, worker: 0x4c570002, admission: 0x4c570003 } as const;

/** Ids of jobs are as random at their end as anywhere: the last 32 bits stand for one. A clash only delays a rescue. */
const jobKey = (id: string): string => `('x' || right(${id}::text, 8))::bit(32)::int`;

/**
 * Whether anybody holds an advisory lock of ours, of this database: a view of `pg_locks`, whose keys are unsigned. Asked for
 * as a list and not row by row, because it is read anew for each row otherwise: 5,000 held jobs took 20 s.
 */
const held = (lock: number, key: string): string =>
  `(${key}::bigint & 4294967295)::oid in (
     select l.objid from pg_locks l
     where l.locktype = 'advisory' and l.granted and l.classid = ${lock} and l.objsubid = 2
       and l.database = (select oid from pg_database where datname = current_database())
   )`;

/** Holds a lease on jobs for as long as the session lives. Answers with those that were free. */
export async function lockJobs(
  session: Sql,
  jobIds: readonly string[],
): Promise<readonly string[]> {
  const { rows } = await session.query<{ id: string }>(
    `select id from unnest($1::uuid[]) as id where pg_try_advisory_lock(${lockClass.job}, ${jobKey("id")})`,
    [jobIds],
  );
  return rows.map(({ id }) => id);
}

export async function unlockJobs(session: Sql, jobIds: readonly string[]): Promise<void> {
  await session.query(
    `select pg_advisory_unlock(${lockClass.job}, ${jobKey("id")}) from unnest($1::uuid[]) as id`,
    [jobIds],
  );
}

/** A job that is said to be worked on and that nobody holds. */
export type Orphan = {
  readonly id: string;
  readonly queue: string;
  readonly attempt: number;
  /** What it left when it failed before. */
  readonly output: unknown;
};

/**
 * Jobs whose worker is gone. Young ones are left out, because workers ask for leases only on jobs that last; so is everything
 * right after the database's own start, which took all leases with it. One statement finds them all, however many are held.
 */
export async function listOrphans(sql: Sql): Promise<readonly Orphan[]> {
  const { rows } = await sql.query<Orphan>(
    `select j.id, j.name as queue, j.retry_count as attempt, j.output from pgboss.job j
     where j.state = 'active' and j.started_on < clock_timestamp() - interval '1 second'
       and j.name not like E'\\\\_\\\\_%'
       and pg_postmaster_start_time() < clock_timestamp() - interval '3 seconds'
       and not ${held(lockClass.job, jobKey("j.id"))}`,
  );
  return rows;
}

/** Lets jobs that wait for their next attempt run now: it was their worker that failed, not they. */
export async function hurryJobs(sql: Sql, jobIds: readonly string[]): Promise<void> {
  await sql.query(
    "update pgboss.job set start_after = clock_timestamp() where id = any($1::uuid[]) and state = 'retry'",
    [jobIds],
  );
}

/** Lets the jobs of a run that were sent to a queue for later begin now. Answers whether there were any. */
export async function hurryRun(sql: Sql, queue: string, taskId: string): Promise<boolean> {
  const { rows } = await sql.query(
    `update pgboss.job set start_after = clock_timestamp()
     where name = $1 and state = 'created' and start_after > clock_timestamp()
       and data ->> 'taskId' = $2
     returning id`,
    [queue, taskId],
  );
  return rows.length > 0;
}

/** Enters a worker process that takes so many runs at once. Those of dead processes are cleared away. */
export async function enterWorker(sql: Sql, runs: number): Promise<number> {
  await sql.query(
    `delete from worker where started_at < clock_timestamp() - interval '1 hour'
       and not ${held(lockClass.worker, "worker.id")}`,
  );
  const { rows } = await sql.query<{ id: number }>(
    "insert into worker (runs) values ($1) returning id",
    [runs],
  );
  const [row] = rows;
  if (row === undefined) throw new Error("the worker was not entered");
  return row.id;
}

/** From now on, and for as long as the session lives, the worker counts. False while another session holds its place. */
export async function lockWorker(session: Sql, workerId: number): Promise<boolean> {
  const { rows } = await session.query<{ locked: boolean }>(
    `select pg_try_advisory_lock(${lockClass.worker}, $1) as locked`,
    [workerId],
  );
  return rows[0]?.locked === true;
}

/** One transaction at a time decides who goes next. */
export async function lockAdmission(tx: Sql): Promise<void> {
  await tx.query(`select pg_advisory_xact_lock(${lockClass.admission}, 0)`);
}

/** How many runs all living workers take together, as SQL. */
export const capacity = `(
  select coalesce(sum(worker.runs), 0)::int from worker where ${held(lockClass.worker, "worker.id")}
)`;
