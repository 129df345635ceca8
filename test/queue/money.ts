import { defaultLimits, type Limits } from "../../src/domain/budget.ts";
import type { UserId } from "../../src/domain/ids.ts";
import type { Call } from "../../src/queue/intent.ts";
import { payIn } from "../../src/queue/pay.ts";
import type { Database, Sql } from "../../src/store/database.ts";
import { type Fence, takePart } from "../../src/store/fence.ts";
import { aTask, toReview } from "../store/ground.ts";

/** A part of a run under way, of a new task or of one that there is. */
export async function aPart(
  db: Database,
  { part = "gather:1", of }: { part?: string; of?: Fence } = {},
): Promise<Fence> {
  const run = of ?? {
    taskId: (await aTask(db, ...toReview.slice(0, 1))).id,
    revision: 1,
    epoch: 0,
  };
  const { taskId, revision, epoch } = run;
  const fence = await takePart(db, { taskId, revision, epoch }, part);
  if (fence === undefined) throw new Error("the part could not be taken");
  return fence;
}

export const aCall = (overrides: Partial<Call> & { usd?: number } = {}): Call => {
  const { usd = 0.05, ...rest } = overrides;
  return {
    name: "ask",
    hash: "h",
    model: "m",
    worstUsd: 0.2,
    share: "work",
    work: async () => ({ output: '"said"', usd, usage: '{"output_tokens":7}', requestId: "r" }),
    isUnpaid: () => false,
    ...rest,
  };
};

export const pay = (db: Database, fence: Fence, call: Call, limits: Partial<Limits> = {}) =>
  payIn(db, fence, { ...defaultLimits, ...limits })(call);

/** A call that goes on until it is told how it ends. */
export function heldCall(overrides: Parameters<typeof aCall>[0] = {}) {
  const begun = Promise.withResolvers<void>();
  const ended = Promise.withResolvers<void>();
  const call = aCall(overrides);
  return {
    call: {
      ...call,
      work: async () => {
        begun.resolve();
        await ended.promise;
        return call.work();
      },
    },
    begun: begun.promise,
    end: ended.resolve,
    fail: ended.reject,
  };
}

/** What is on the books of a task: what each of the four budgets says, and its steps, in US dollars to the last digit. */
export async function booksOf(sql: Sql, { taskId }: Pick<Fence, "taskId">) {
  const { rows: budgets } = await sql.query<{ scope: string; spent: number; open: number }>(
    `select s.scope, s.spent_usd::float8 as spent, s.reserved_usd::float8 as open
     from spending s join task t on s.id in (t.id::text, t.team || ':' || t.requester,
       t.team || ':' || coalesce(t.moved_from, t.channel), t.team)
     where t.id = $1 order by array_position(array['task', 'person', 'channel', 'workspace'], s.scope)`,
    [taskId],
  );
  const { rows: steps } = await sql.query<Line>(
    `select name, paid, maybe_paid as maybe, lost, cost_usd::float8 as cost, reserved_usd::float8 as open
     from ledger where task_id = $1 order by name`,
    [taskId],
  );
  return { budgets, steps };
}
export type Line = {
  name: string;
  paid: boolean;
  maybe: number;
  lost: number;
  cost: number;
  open: number;
};

/** Makes a task somebody's own, so that its books are nobody else's. */
export async function ownedBy(
  sql: Sql,
  { taskId }: Fence,
  who: { team: string; requester: UserId | string; channel: string },
): Promise<void> {
  await sql.query(
    "update task set team = $2, requester = $3, channel = $4, number = next_task_number($2) where id = $1",
    [taskId, who.team, who.requester, who.channel],
  );
}
