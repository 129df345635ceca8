import { setTimeout as sleep } from "node:timers/promises";
import pg from "pg";
import { z } from "zod";
import { type Claim, claimOf, seen } from "../rig/claims.ts";
import { openScene, type Scene } from "../rig/scene.ts";
import type { Outcome, Trial } from "../trial.ts";

/** How many tasks are under way whose jobs are held: none of them may be touched. */
const healthy = 5_000;

/** In milliseconds: the target, and when nobody waits any more. */
const freedWithinMs = 5_000;
const waitMs = 8_000;

/** Longer than anybody waits here, in milliseconds. */
const heldMs = 120_000;

/** As long as a task has to be quiet before somebody wonders, and then some; in milliseconds. */
const quietMs = 4_000;

/** Among thousands of jobs that are held, the one that nobody holds is found; and the one task that has no job. */
export const reaper: Trial = {
  name: "reaper",
  figure: "One lost job, and one task without any, among 5,000 that are well",
  target: "both taken up in < 5 s, nothing else touched",

  async run(given): Promise<Outcome> {
    await using scene = await openScene(given, {
      spares: 1,
      pace: ({ step }) => (step === "plan" ? heldMs : 5),
      ...(!given.guarded && { replaced: { "src/store/leases.ts": "paged.ts" } }),
    });
    const { crew, model } = scene;
    const [, first] = await Promise.all([crew.hire("app"), crew.hire("worker")]);
    const orphaned = await askHeld(scene);
    const second = await crew.hire("worker");
    const jobless = await askHeld(scene);
    const others = await seed(scene);
    await using locks = await lockAll(scene, others);
    given.say(`${locks.held} jobs held`);
    await sleep(quietMs);

    const holder = model.bill.find(({ question }) => question === orphaned)?.by;
    const victim = [first, second].find(({ name }) => name === holder);
    victim?.signal("SIGKILL");
    const orphanMs = await takenAfter(scene, orphaned);
    await crew.hire("worker");
    const joblessMs = await loseJob(scene, jobless);
    const touched = await countTouched(scene, others);
    return {
      measured: `lost job ${seconds(orphanMs)}, task without a job ${seconds(joblessMs)}, ${touched} others touched`,
      met: Math.max(orphanMs, joblessMs) < freedWithinMs && touched === 0,
    };
  },
};

const seconds = (ms: number): string =>
  ms >= waitMs ? `not within ${waitMs / 1_000} s` : `${(ms / 1_000).toFixed(2)} s`;

/** Asks something that a worker then works on for as long as it lives; answers with the question. */
async function askHeld({ ask, acknowledged, model }: Scene): Promise<string> {
  await ask("mention");
  const question = acknowledged.at(-1)?.question ?? "";
  await seen(() => model.bill.find((paid) => paid.question === question));
  return question;
}

/** Tasks that are being gathered, each with its job in somebody's hands; answers with the jobs. */
async function seed({ books }: Scene): Promise<readonly string[]> {
  // All at once, so that nobody finds the tasks without their jobs.
  const rows = await books.query(
    `with seeded as (
       insert into task (id, team, number, kind, origin, channel, requester, question, given, state, admitted_at, changed_at)
       select gen_random_uuid(), 'T0SEED', n, 'research', 'command', 'C0SEED', 'U0SEED', 'seed', '[]',
         '{"status": "running", "phase": "gather"}', now() - interval '1 hour', now() - interval '1 hour'
       from generate_series(1, ${healthy}) n
       returning id
     )
     insert into pgboss.job (name, data, state, started_on, expire_seconds, heartbeat_seconds, policy)
     select 'gather', jsonb_build_object('taskId', id), 'active', now() - interval '1 hour', 86400, null, 'standard'
     from seeded returning id`,
    z.object({ id: z.string() }),
  );
  return rows.map(({ id }) => id);
}

/** Holds the jobs in one session, as the worker that has them in hand does. */
async function lockAll(
  { databaseUrl }: Scene,
  jobs: readonly string[],
): Promise<{ held: number } & AsyncDisposable> {
  const client = new pg.Client({ connectionString: databaseUrl, application_name: "trial-locks" });
  await client.connect();
  const { rows } = await client.query(
    `select count(*) filter (where pg_try_advisory_lock($2, ('x' || right(id::text, 8))::bit(32)::int))::int as held
     from unnest($1::uuid[]) as id`,
    [jobs, jobClass],
  );
  const [{ held }] = z.tuple([z.object({ held: z.int() })]).parse(rows);
  return { held, [Symbol.asyncDispose]: () => client.end() };
}

/** The first half of the keys under which jobs are leased, as `src/store/leases.ts` has it. */
const jobClass = 0x4c570001;

/** Takes the only job about a task away; answers with how long it then takes until the task is worked on anew. */
async function loseJob(scene: Scene, question: string): Promise<number> {
  const before = await claimOf(scene.books, question, "plan");
  await scene.books.query(
    `delete from pgboss.job where name = 'plan'
       and data ->> 'taskId' = (select id::text from task where question = $1)`,
    z.never(),
    [question],
  );
  return await takenAfter(scene, question, before);
}

async function takenAfter(scene: Scene, question: string, known?: Claim): Promise<number> {
  const at = Date.now();
  const before = known ?? (await claimOf(scene.books, question, "plan"));
  while (Date.now() - at < waitMs) {
    const now = await claimOf(scene.books, question, "plan");
    if (now !== undefined && now.claim > (before?.claim ?? 0)) {
      return Math.max(0, Math.round(now.takenAt - at));
    }
    await sleep(lookEveryMs);
  }
  return waitMs;
}

const lookEveryMs = 20;

async function countTouched({ books }: Scene, jobs: readonly string[]): Promise<number> {
  const [row] = await books.query(
    `select count(*)::int as touched from pgboss.job
     where name = 'gather' and data ->> 'taskId' in (select id::text from task where team = 'T0SEED')
       and (state <> 'active' or retry_count > 0 or not id = any($1::uuid[]))`,
    z.object({ touched: z.int() }),
    [jobs],
  );
  return row?.touched ?? 0;
}
