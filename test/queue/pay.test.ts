import { spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { BudgetError, FencedError, ReplayDivergedError } from "../../src/errors.ts";
import type { Database } from "../../src/store/database.ts";
import { type Fence, takePart } from "../../src/store/fence.ts";
import { bookLost } from "../../src/store/settlements.ts";
import { startStep } from "../../src/store/steps.ts";
import { changeTask } from "../../src/store/tasks.ts";
import { ada, at, openStore } from "../store/ground.ts";
import { aCall, aPart, booksOf, heldCall, ownedBy, pay } from "./money.ts";

let db: Database & { url: string };
beforeAll(async () => {
  db = await openStore();
});
afterAll(() => db[Symbol.asyncDispose]());

let owners = 0;
/** A part of a run whose requester, channel and workspace spend on nothing else. */
async function alone(): Promise<Fence> {
  const fence = await aPart(db);
  owners += 1;
  await ownedBy(db, fence, { team: `T${owners}X`, requester: `U${owners}`, channel: `C${owners}` });
  return fence;
}

const all = (spent: number, open = 0) =>
  ["task", "person", "channel", "workspace"].map((scope) => ({ scope, spent, open }));
const paidFor = { name: "ask", paid: true, maybe: 0, lost: 0, cost: 0.05, open: 0 };

const madeTwice = () => Promise.reject(new Error("made twice"));
const answersNext = async () => ({
  output: '"next"',
  usd: 0.07,
  usage: "{}",
  requestId: null,
});
const breakOff = () => Promise.reject(new Error("broke off"));

const stop = ({ taskId }: Fence) =>
  db.transaction((tx) => changeTask(tx, taskId, { type: "stop", by: ada, at }));

describe("a paid call", () => {
  test("is booked with what it cost, in its step and in all four budgets", async () => {
    const fence = await alone();
    const answer = await pay(db, fence, aCall());

    // Of $1.00, $0.30 is kept for writing and checking.
    expect(answer).toEqual({ output: '"said"', budgetGone: expect.closeTo(0.05 / 0.7) });
    expect(await booksOf(db, fence)).toEqual({ budgets: all(0.05), steps: [paidFor] });
    const { rows } = await db.query(
      "select usage, request_id, model, hash from step where task_id = $1",
      [fence.taskId],
    );
    expect(rows).toEqual([{ usage: { output_tokens: 7 }, request_id: "r", model: "m", hash: "h" }]);
  });

  test("has the most that it can cost kept aside while it is under way", async () => {
    const fence = await alone();
    const { call, begun, end } = heldCall();
    const answer = pay(db, fence, call);
    await begun;

    expect(await booksOf(db, fence)).toEqual({
      budgets: all(0, 0.2),
      steps: [{ ...paidFor, paid: false, maybe: 1, cost: 0, open: 0.2 }],
    });
    end();
    await answer;
    expect((await booksOf(db, fence)).budgets).toEqual(all(0.05));
  });

  test("that broke off is booked with the most that it can have cost, where that is known", async () => {
    const fence = await alone();
    const failing = { work: breakOff, mostUsd: (): number | undefined => 0.07 };
    await expect(pay(db, fence, aCall(failing))).rejects.toThrow("broke off");
    expect(await booksOf(db, fence)).toMatchObject({
      budgets: all(0.07),
      steps: [{ paid: false, cost: 0.07, open: 0 }],
    });
    // Nothing came of it: then all that was kept aside counts.
    await expect(pay(db, fence, aCall({ ...failing, mostUsd: () => undefined }))).rejects.toThrow(
      "broke off",
    );
    expect((await booksOf(db, fence)).budgets).toEqual(all(0.27));
    const { rows } = await db.query(
      "select maybe_usd::float8 as maybe from step where task_id = $1",
      [fence.taskId],
    );
    expect(rows).toEqual([{ maybe: 0.27 }]);
  });

  test("that was answered is not made again by the next worker, who decides as the first did", async () => {
    const fence = await alone();
    const first = await pay(db, fence, aCall());
    await pay(db, fence, aCall({ name: "another", usd: 0.1 }));

    const next = await aPart(db, { of: fence });
    expect(await pay(db, next, aCall({ work: madeTwice }))).toEqual(first);
    expect((await booksOf(db, fence)).steps.at(-1)).toEqual(paidFor);
  });

  test("of a task without a limit leaves nothing of it gone", async () => {
    const fence = await alone();
    const answer = await pay(db, fence, aCall(), { task: null });
    expect(answer.budgetGone).toBe(0);
  });

  test("keeps its answer to the letter", async () => {
    const output = '{"b":1,"a":"\\u0000 ä 1e-7 \\ud800"}';
    const work = async () => ({ output, usd: 0, usage: "{}", requestId: null });
    const fence = await alone();
    await pay(db, fence, aCall({ work }));
    expect(await pay(db, fence, aCall({ work }))).toMatchObject({ output });
  });

  test("that would ask something else than what was answered says which step it is, and asks nothing", async () => {
    const fence = await alone();
    await pay(db, fence, aCall());
    let made = 0;
    const work = async () => ({ output: `${++made}`, usd: 1, usage: "{}", requestId: null });

    const again = pay(db, await aPart(db, { of: fence }), aCall({ hash: "other", work }));

    await expect(again).rejects.toThrow(ReplayDivergedError);
    await expect(again).rejects.toThrow("“ask”");
    expect(made).toBe(0);
    expect((await booksOf(db, fence)).budgets).toEqual(all(0.05));
  });

  test("may not go by the name of a step that is remembered without being paid for", async () => {
    const fence = await alone();
    await startStep(db, fence, "ask");
    await expect(pay(db, fence, aCall())).rejects.toThrow("two names");
  });

  test.each([Number.NaN, Infinity, -0.01])("for $%d is none", async (worstUsd) => {
    const fence = await alone();
    await expect(pay(db, fence, aCall({ worstUsd }))).rejects.toThrow("no amount of money");
    expect(await booksOf(db, fence)).toEqual({ budgets: [], steps: [] });
  });
});

/** A worker that is killed at a point of its way. */
async function killed(fence: Fence, point: string): Promise<void> {
  const script = fileURLToPath(new URL("payer.ts", import.meta.url));
  const told = JSON.stringify({ url: db.url, point, fence });
  const child = spawn(process.execPath, [script, told], { stdio: "inherit" });
  const [, signal]: unknown[] = await once(child, "exit");
  expect(signal).toBe("SIGKILL");
}

describe("a worker that is killed", () => {
  test.each(["step-begun", "step-worked"])(
    "at %s may have paid: that counts with the most it can have cost, and the next one asks again",
    async (point) => {
      const fence = await alone();
      await killed(fence, point);
      expect((await booksOf(db, fence)).budgets).toEqual(all(0, 0.2));

      const next = await aPart(db, { of: fence });
      expect(await pay(db, next, aCall())).toMatchObject({ output: '"said"' });

      expect(await booksOf(db, fence)).toEqual({
        budgets: all(0.25),
        steps: [{ ...paidFor, maybe: 1, cost: 0.25 }],
      });
    },
  );

  test("once the answer is stored has paid once, and the next one asks nothing", async () => {
    const fence = await alone();
    await killed(fence, "step-finished");
    const next = await aPart(db, { of: fence });
    expect(await pay(db, next, aCall())).toMatchObject({ output: '"first"' });
    expect(await booksOf(db, fence)).toEqual({ budgets: all(0.05), steps: [paidFor] });
  });

  test("and whom nobody follows is booked when an hour is over", async () => {
    const fence = await alone();
    await killed(fence, "step-begun");
    await stop(fence);

    expect(await bookLost(db, 60)).toBe(0);
    await db.query(
      "update step set started_at = now() - interval '61 minutes' where task_id = $1",
      [fence.taskId],
    );
    expect(await bookLost(db, 60)).toBe(1);

    expect(await booksOf(db, fence)).toEqual({
      budgets: all(0.2),
      steps: [{ ...paidFor, paid: false, maybe: 1, cost: 0.2 }],
    });
  });

  test("leaves what was maybe paid on the books also where asking again does not fit", async () => {
    const fence = await alone();
    await killed(fence, "step-begun");
    const next = await aPart(db, { of: fence });
    await expect(pay(db, next, aCall({ worstUsd: 0.51 }))).rejects.toThrow(BudgetError);
    expect((await booksOf(db, fence)).budgets).toEqual(all(0.2));
  });
});

describe("a call that fails", () => {
  test("and certainly was not paid for gives everything back", async () => {
    const fence = await alone();
    const refused = new Error("the service was busy");
    const call = aCall({
      work: () => Promise.reject(refused),
      isUnpaid: (error) => error === refused,
    });
    await expect(pay(db, fence, call)).rejects.toBe(refused);
    expect(await booksOf(db, fence)).toEqual({
      budgets: all(0),
      steps: [{ ...paidFor, paid: false, cost: 0 }],
    });

    await pay(db, fence, aCall());
    expect(await booksOf(db, fence)).toEqual({ budgets: all(0.05), steps: [paidFor] });
  });

  test("in any other way counts as paid with the most it can have cost, each time", async () => {
    const fence = await alone();
    const cut = aCall({ work: () => Promise.reject(new Error("the stream broke off")) });
    await expect(pay(db, fence, cut)).rejects.toThrow("broke off");
    await expect(pay(db, fence, cut)).rejects.toThrow("broke off");
    await pay(db, fence, aCall());
    expect(await booksOf(db, fence)).toEqual({
      budgets: all(0.45),
      steps: [{ ...paidFor, maybe: 2, cost: 0.45 }],
    });
  });
});

describe("a worker that lost its part while its call was under way", () => {
  test("has what it paid booked, and its answer thrown away", async () => {
    const fence = await alone();
    const { call, begun, end } = heldCall();
    const late = pay(db, fence, call).catch((error: unknown) => error);
    await begun;
    await aPart(db, { of: fence });
    end();

    expect(await late).toBeInstanceOf(FencedError);
    expect(await booksOf(db, fence)).toEqual({
      budgets: all(0.05),
      steps: [{ ...paidFor, paid: false, lost: 1 }],
    });
  });

  test("puts right what the next one has taken for the worst", async () => {
    const fence = await alone();
    const { call, begun, end } = heldCall();
    const late = pay(db, fence, call).catch((error: unknown) => error);
    await begun;
    const next = await aPart(db, { of: fence });
    expect(await pay(db, next, aCall({ work: answersNext }))).toMatchObject({ output: '"next"' });
    expect((await booksOf(db, fence)).budgets).toEqual(all(0.27));
    end();

    expect(await late).toBeInstanceOf(FencedError);
    expect(await booksOf(db, fence)).toEqual({
      budgets: all(0.12),
      steps: [{ ...paidFor, lost: 1, cost: 0.12 }],
    });
    expect(await pay(db, next, aCall())).toMatchObject({ output: '"next"' });
  });

  test("because the task was stopped, too, and begins nothing more", async () => {
    const fence = await alone();
    const { call, begun, end } = heldCall();
    const late = pay(db, fence, call).catch((error: unknown) => error);
    await begun;
    await stop(fence);
    end();

    expect(await late).toBeInstanceOf(FencedError);
    expect((await booksOf(db, fence)).budgets).toEqual(all(0.05));
    await expect(pay(db, fence, aCall({ name: "more" }))).rejects.toThrow(FencedError);
  });
});

test("two parts of a run that make the same call at once go on with one answer, and both calls are booked", async () => {
  const one = await alone();
  const other = await aPart(db, { of: one, part: "gather:2" });
  const first = heldCall({ usd: 0.05 });
  const answer = pay(db, one, first.call);
  await first.begun;
  const second = heldCall({ usd: 0.06 });
  const same = pay(db, other, second.call);
  await second.begun;
  first.end();
  second.end();

  expect(await same).toEqual(await answer);
  const { budgets, steps } = await booksOf(db, one);
  expect(budgets).toEqual(all(0.11));
  expect(steps).toEqual([{ ...paidFor, lost: 1, cost: 0.11 }]);
});

test("a step is booked on the month in which it was first begun", async () => {
  const fence = await alone();
  await killed(fence, "step-begun");
  for (const table of ["step", "spending"]) {
    await db.query(
      `update ${table} set period = '2020-01' where period <> '' and reserved_usd > 0 and ${
        table === "step" ? "task_id = $1" : "id like (select team || '%' from task where id = $1)"
      }`,
      [fence.taskId],
    );
  }
  await pay(db, await aPart(db, { of: fence }), aCall());

  const { rows } = await db.query(
    "select distinct period from spending where spent_usd > 0 and scope <> 'task' and id like (select team || '%' from task where id = $1)",
    [fence.taskId],
  );
  expect(rows).toEqual([{ period: "2020-01" }]);
});

test("whoever was taken over before its own beginning pays nothing", async () => {
  const fence = await alone();
  await takePart(db, fence, fence.part);
  let made = 0;
  const work = async () => ({ output: `${++made}`, usd: 1, usage: "{}", requestId: null });
  await expect(pay(db, fence, aCall({ work }))).rejects.toThrow(FencedError);
  expect(made).toBe(0);
});
