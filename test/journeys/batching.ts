import { expect } from "vitest";
import type { Sql } from "../../src/store/database.ts";
import { wakeQueues } from "../../src/store/wake.ts";
import { harbourQuestion } from "../support/harbour.ts";
import { people } from "../support/legwork.ts";
import { rowOf } from "./steering.ts";
import { startThinking, type Thinking } from "./thinking.ts";

/** A whole run with its batches. In milliseconds. */
export const patience = { timeout: 50_000, interval: 100 };

/** Legwork with a model that holds its batches; every task is one of many, for which nobody sits and waits. */
export async function startBatching(options: Parameters<typeof startThinking>[0] = {}) {
  const legwork = await startThinking({ holdBatches: true, ...options });
  await legwork.db.query(
    `create function one_of_many() returns trigger language plpgsql as $$
     begin new.lane := 'batch'; return new; end $$;
     create trigger one_of_many before insert on task for each row execute function one_of_many();`,
  );
  return legwork;
}

export const ask = ({ slack }: Thinking) =>
  slack.as(people.ada).command("#product", "/research", harbourQuestion);

export type Waiting = { readonly id: string; readonly part: string };

/** The batches that runs wait for. */
export async function listWaiting(sql: Sql): Promise<readonly Waiting[]> {
  const { rows } = await sql.query<Waiting>("select id, part from batch order by sent_at");
  return rows;
}

/** Waits until a part of a run waits for a batch. */
export async function untilOut({ db }: Thinking, part: RegExp): Promise<Waiting> {
  await expect
    .poll(async () => (await listWaiting(db)).map((each) => each.part), patience)
    .toEqual([expect.stringMatching(part)]);
  const [batch] = await listWaiting(db);
  if (batch === undefined) throw new Error("the batch is gone");
  return batch;
}

/** Lets the pause until the next look be over. */
export async function letLook(sql: Sql): Promise<void> {
  await sql.query(
    "update pgboss.job set start_after = clock_timestamp() where name = 'batches' and state = 'created'",
  );
  await wakeQueues(sql, ["batches"]);
}

/** Has the endpoint work off what it holds, batch after batch, until the task has come so far. */
export async function workOff(
  { db, model }: Thinking,
  until: { status: string } | { part: RegExp },
): Promise<void> {
  await expect
    .poll(async () => {
      const waiting = await listWaiting(db);
      const isThere =
        "part" in until
          ? waiting.some(({ part }) => until.part.test(part))
          : (await rowOf(db)).status === until.status;
      if (isThere) return true;
      // Those alone that were looked at: one that was sent since is perhaps the one to stop at.
      await model.endBatches({ only: waiting.map(({ id }) => id) });
      await letLook(db);
      return false;
    }, patience)
    .toBe(true);
}

/** What each paid step of the only task has cost and keeps aside, in US dollars. */
export async function stepsOf(sql: Sql) {
  const { rows } = await sql.query<{
    name: string;
    usd: number;
    open: number;
    maybe: number;
    lost: number;
    live: boolean;
  }>(
    `select s.name, s.cost_usd::float8 as usd, s.reserved_usd::float8 as open, s.maybe_usd::float8 as maybe,
       s.lost, s.is_live as live
     from step s where s.hash is not null order by s.name`,
  );
  return rows;
}

/** What all budgets say was spent and is still kept aside: the same for the task, the person, the channel and the workspace. */
export async function spentBy(sql: Sql) {
  const { rows } = await sql.query<{ usd: number; open: number }>(
    "select distinct spent_usd::float8 as usd, reserved_usd::float8 as open from spending",
  );
  return rows;
}

/** The draft, without what is different from one web to the next. */
export async function draftOf(sql: Sql): Promise<string> {
  const { rows } = await sql.query<{ body: string }>("select body::text as body from draft");
  return (rows[0]?.body ?? "").replaceAll(/127\.0\.0\.1:\d+/g, "the.web");
}

export const sum = (numbers: readonly number[]): number => numbers.reduce((a, b) => a + b, 0);
