import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { Scope } from "../../src/domain/budget.ts";
import { BudgetError } from "../../src/errors.ts";
import type { Database } from "../../src/store/database.ts";
import { findSpentOut, getTaskMoney } from "../../src/store/spending.ts";
import { openStore } from "../store/ground.ts";
import { aCall, aPart, booksOf, heldCall, pay } from "./money.ts";
import { only, partOf, somebody, unlimited } from "./owner.ts";

let db: Database & { url: string };
beforeAll(async () => {
  db = await openStore();
});
afterAll(() => db[Symbol.asyncDispose]());

const scopes = Scope.options;
const aPartOf = (owner: ReturnType<typeof somebody>) => partOf(db, owner);

describe("a call that does not fit", () => {
  test("says whose budget it is, and by how much; it is not made, and nothing stays aside", async () => {
    const fence = await aPartOf(somebody());
    await pay(db, fence, aCall({ name: "first", usd: 0.15 }), unlimited);
    const call = aCall({ work: () => Promise.reject(new Error("made")) });
    const refused = pay(db, fence, call, { ...unlimited, task: 1, person: 0.3 });

    await expect(refused).rejects.toMatchObject({
      scope: "person",
      limitUsd: 0.3,
      leftUsd: expect.closeTo(0.15),
      neededUsd: 0.2,
    });
    const { budgets, steps } = await booksOf(db, fence);
    expect(budgets.map(({ spent, open }) => [spent, open])).toEqual(scopes.map(() => [0.15, 0]));
    expect(steps.map(({ name }) => name)).toEqual(["first"]);
    expect(await getTaskMoney(db, fence.taskId)).toMatchObject({
      shortOf: "person",
      shortUsd: expect.closeTo(0.05),
    });
  });

  test("fits as soon as what others had kept aside turns out to have cost less", async () => {
    const fence = await aPartOf(somebody());
    const { call, begun, end } = heldCall({ name: "first", worstUsd: 0.6, usd: 0.1 });
    const first = pay(db, fence, call, only("task", 1));
    await begun;
    await expect(pay(db, fence, aCall(), only("task", 1))).rejects.toThrow(BudgetError);
    end();
    await first;
    await expect(pay(db, fence, aCall(), only("task", 1))).resolves.toBeDefined();
  });
});

const spend = async (share: "work" | "finish", worstUsd: number) => {
  const fence = await aPartOf(somebody());
  return pay(db, fence, aCall({ share, worstUsd }), only("task", 1));
};

describe("what is kept for writing and checking", () => {
  test("is out of reach for all else, from the first call on", async () => {
    await expect(spend("work", 0.7)).resolves.toBeDefined();
    await expect(spend("work", 0.7000001)).rejects.toThrow(BudgetError);
    await expect(spend("finish", 1)).resolves.toBeDefined();
    await expect(spend("finish", 1.0000001)).rejects.toThrow(BudgetError);
  });

  test("is kept of what is left when a revision begins", async () => {
    const fence = await aPartOf(somebody());
    await pay(db, fence, aCall({ name: "first", worstUsd: 0.5, usd: 0.5 }), only("task", 1));
    await db.query("update task set revision = 2, epoch = epoch + 1 where id = $1", [fence.taskId]);
    await db.query("insert into run (task_id, revision) values ($1, 2)", [fence.taskId]);
    const next = await aPart(db, { of: { ...fence, revision: 2, epoch: fence.epoch + 1 } });
    const more = (worstUsd: number) =>
      pay(db, next, aCall({ name: `ask ${worstUsd}`, worstUsd, usd: 0 }), only("task", 1));

    // $0.50 are left of $1.00, and of these $0.15 are for writing.
    await expect(more(0.3500001)).rejects.toThrow(BudgetError);
    await expect(more(0.35)).resolves.toBeDefined();
  });
});

test("nothing is left of a month only when all of it is spent or kept aside", async () => {
  const fence = await aPartOf(somebody());
  const limits = { ...unlimited, channel: 0.1 };
  await pay(db, fence, aCall({ usd: 0.0999999 }), unlimited);
  expect(await findSpentOut(db, fence.taskId, limits)).toBeUndefined();
  await pay(db, fence, aCall({ name: "more", usd: 0.0000001 }), unlimited);
  expect(await findSpentOut(db, fence.taskId, limits)).toMatchObject({
    scope: "channel",
    limitUsd: 0.1,
  });
});
