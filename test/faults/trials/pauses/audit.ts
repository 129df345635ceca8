import { z } from "zod";
import type { Books } from "../../rig/books.ts";

/** What was written, when (in milliseconds since 1970) and by whom; in the order in which it was written. */
const Written = z.object({
  at: z.number(),
  by: z.string(),
  /** The table, and whether the row is new. */
  what: z.string(),
  isNew: z.boolean(),
  row: z.looseObject({}),
});
export type Written = z.infer<typeof Written>;

const tables = [
  "task",
  "part",
  "step",
  "subtask",
  "source",
  "draft",
  "delivery",
  "thread_claim",
  "pgboss.job",
];

/** Has the database write down every change. The tables must be there, the queue's too. */
export async function startAudit({ query }: Books): Promise<void> {
  await query(
    `create table audit (
       id bigserial primary key, at timestamptz not null default clock_timestamp(),
       by text not null default session_user, what text not null, is_new boolean not null, row jsonb not null
     )`,
    z.never(),
  );
  await query(
    `create function write_down() returns trigger language plpgsql as $$
     begin
       insert into public.audit (what, is_new, row) values (tg_argv[0], tg_op = 'INSERT', to_jsonb(new));
       return null;
     end $$`,
    z.never(),
  );
  for (const table of tables) {
    await query(
      `create trigger audit after insert or update on ${table}
       for each row execute function write_down('${table.replace(/^.*\./, "")}')`,
      z.never(),
    );
  }
}

export const readAudit = ({ query }: Books): Promise<readonly Written[]> =>
  query(
    `select (extract(epoch from at) * 1000)::float8 as at, by, what, is_new as "isNew", row
     from audit order by id`,
    Written,
  );
