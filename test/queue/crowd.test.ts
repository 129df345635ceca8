import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Limits } from "../../src/domain/budget.ts";
import { BudgetError } from "../../src/errors.ts";
import { type Database, openDatabase } from "../../src/store/database.ts";
import type { Fence } from "../../src/store/fence.ts";
import { rewritten } from "../faults/rig/statements.ts";
import { openStore } from "../store/ground.ts";
import { aCall, aPart, pay } from "./money.ts";
import { only, partOf, somebody } from "./owner.ts";

let db: Database & { url: string };
beforeAll(async () => {
  db = await openStore();
});
afterAll(() => db[Symbol.asyncDispose]());

const aPartOf = (owner: ReturnType<typeof somebody>) => partOf(db, owner);

/** So many calls of $0.20 at most at once. Answers how many were made. */
async function crowd(sql: Database, calls: number, limits: Limits, fenceOf: () => Promise<Fence>) {
  const fences = await Promise.all(Array.from({ length: calls }, fenceOf));
  const release = Promise.withResolvers<void>();
  let [made, refused] = [0, 0];
  const work = async () => {
    made += 1;
    await release.promise;
    return aCall({ usd: 0.2 }).work();
  };
  const ended = fences.map(async (fence, n) => {
    const call = aCall({ name: `ask ${n}`, worstUsd: 0.2, share: "finish", work });
    await pay(sql, fence, call, limits).catch((error: unknown) => {
      if (!(error instanceof BudgetError)) throw error;
      refused += 1;
    });
  });
  // Nobody ends before everybody has begun or was refused: what is kept aside counts, not only what is spent.
  await expect.poll(() => made + refused, { timeout: 45_000 }).toBe(calls);
  release.resolve();
  await Promise.all(ended);
  return made;
}

/** Each reads what is gone as it was when its statement began, and so does whoever waits for its lock. */
const withoutLock = (text: string): string =>
  text.replace(
    "returning scope, spent_usd + reserved_usd as gone_usd\n       )\n       select attempt",
    `returning scope, coalesce((select sum(o.spent_usd + o.reserved_usd) from spending o
           where (o.scope, o.id, o.period) = (spending.scope, spending.id, spending.period)), 0)
           + (select reserved_usd from begun) as gone_usd
       )
       select attempt`,
  );

const ofOneTask = async () => {
  const one = await aPartOf(somebody());
  let n = 0;
  return async () => await aPart(db, { of: one, part: `gather:${++n}` });
};

describe("fifty calls of one task at once", () => {
  test("never overstep its budget, and use all of it", async () => {
    expect(await crowd(db, 50, only("task", 1), await ofOneTask())).toBe(5);
  });

  test("do, where nobody waits for what others keep aside", async () => {
    const options = { connectionsMax: 30, connectTimeoutMs: 5_000, statementTimeoutMs: 10_000 };
    await using many = openDatabase({ connectionString: db.url, ...options });
    const unguarded = rewritten(many, withoutLock);
    expect(await crowd(unguarded, 50, only("task", 1), await ofOneTask())).toBeGreaterThan(5);
  });
});

test.each(["person", "channel", "workspace"] as const)(
  "twenty tasks that spend at once never overstep the budget of a %s",
  async (scope) => {
    const shared = somebody();
    const owner = () => {
      const own = somebody();
      const { team } = shared;
      if (scope === "person") return { ...own, team, requester: shared.requester };
      return scope === "channel" ? { ...own, team, channel: shared.channel } : { ...own, team };
    };
    expect(await crowd(db, 20, only(scope, 1), () => aPartOf(owner()))).toBe(5);

    // Somebody else's money is not touched by that.
    const other = await aPartOf(somebody());
    await expect(pay(db, other, aCall(), only(scope, 1))).resolves.toBeDefined();
  },
);
