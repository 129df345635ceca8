import { afterAll, beforeAll, expect, test } from "vitest";
import type { Plan } from "../../src/domain/plan.ts";
import type { Database } from "../../src/store/database.ts";
import { takePart } from "../../src/store/fence.ts";
import { listGathered, saveGathered } from "../../src/store/material.ts";
import {
  getQuestion,
  replaceAssumed,
  saveAnswer,
  saveQuestion,
} from "../../src/store/questions.ts";
import {
  failSubtask,
  listRuns,
  listSubtasks,
  savePlan,
  startSubtask,
} from "../../src/store/runs.ts";
import { beginScope, getScope, listFinished } from "../../src/store/scopes.ts";
import { changeTask } from "../../src/store/tasks.ts";
import { aSource } from "../support/engine.ts";
import { aTask, ada, at, grace, openStore } from "./ground.ts";

let db: Database;
beforeAll(async () => {
  db = await openStore();
});
afterAll(() => db[Symbol.asyncDispose]());

const planOf = (...titles: readonly string[]): Plan => ({
  question: "Why?",
  doneWhen: [],
  reuse: false,
  subtasks: titles.map((title, n) => ({ number: n + 1, title, objective: title, queries: [] })),
  estimate: { seconds: 1, usd: 0 },
});

/** A run of four parts, one in each state that a part can be in. */
async function aRun() {
  const { id } = await aTask(db, { type: "advance", revision: 1, phase: "plan", at });
  const run = { taskId: id, revision: 1 };
  await savePlan(db, run, planOf("done", "failed", "running", "pending"), "extractive");
  const sources = [aSource(), aSource({ title: "Another" })];
  await saveGathered(db, run, { subtask: 1, sources, findings: [], notes: ["One was cut."] });
  await startSubtask(db, run, 2);
  await failSubtask(db, run, 2, "The wiki was away.");
  await startSubtask(db, run, 3);
  return run;
}

const numbersOf = (rows: readonly { number: number }[]) => rows.map(({ number }) => number);

test("another scope keeps what was gathered, drops the rest, and has no plan yet", async () => {
  const run = await aRun();

  expect(await beginScope(db, run)).toEqual({ parts: 1, of: 4, sources: 2 });

  expect(await getScope(db, run)).toBe(2);
  expect((await listRuns(db, run.taskId))[0]).toMatchObject({ plan: null, scope: 2 });
  expect(numbersOf(await listSubtasks(db, run))).toEqual([1]);
  expect(numbersOf(await listFinished(db, run))).toEqual([1]);
  const gathered = await listGathered(db, run);
  expect(gathered.map(({ subtask, notes }) => [subtask, notes])).toEqual([[1, ["One was cut."]]]);
  expect(gathered[0]?.sources).toHaveLength(2);
});

test("its parts are numbered on from all that ever were, and a repeat finds the plan that stands", async () => {
  const run = await aRun();
  await beginScope(db, run);

  const standing = await savePlan(db, run, planOf("new", "newer"), "extractive");

  expect(numbersOf(standing.subtasks)).toEqual([5, 6]);
  expect(await savePlan(db, run, planOf("new", "newer"), "extractive")).toEqual(standing);
  expect(numbersOf(await listSubtasks(db, run))).toEqual([1, 5, 6]);
});

test("a third scope counts only what still counted in the second", async () => {
  const run = await aRun();
  await beginScope(db, run);
  await savePlan(db, run, planOf("new", "newer"), "extractive");

  expect(await beginScope(db, run)).toEqual({ parts: 1, of: 3, sources: 2 });
  expect(await getScope(db, run)).toBe(3);
});

test("no part of the old plan can be taken any more, and a run that goes on keeps its slot", async () => {
  const run = await aRun();
  await db.query("update task set admitted_at = now() where id = $1", [run.taskId]);
  const rescope = { type: "rescope", revision: 1, by: ada, at } as const;
  await db.transaction((tx) => changeTask(tx, run.taskId, rescope));

  expect(await takePart(db, { ...run, epoch: 0 }, "gather:1")).toBeUndefined();
  expect(await takePart(db, { ...run, epoch: 1 }, "plan@2")).toBeDefined();
  const { rows } = await db.query(
    "select admitted_at is not null as kept from task where id = $1",
    [run.taskId],
  );
  expect(rows).toEqual([{ kept: true }]);
});

const question = {
  question: "Which region?",
  options: ["EMEA", "All"],
  default: "All",
  until: at,
} as const;

test("a task asks once", async () => {
  const { id } = await aTask(db);
  const run = { taskId: id, revision: 1 };
  expect(await getQuestion(db, id)).toBeUndefined();
  await saveQuestion(db, run, question);
  expect(await getQuestion(db, id)).toEqual({ ...question, answer: null, answeredBy: null });
  await expect(saveQuestion(db, run, question)).rejects.toMatchObject({ code: "23505" });
});

test("the first answer stays, unless it was only assumed", async () => {
  const { id } = await aTask(db);
  const answerOf = async () => (await getQuestion(db, id))?.answer;
  await saveQuestion(db, { taskId: id, revision: 1 }, question);
  await replaceAssumed(db, id, { answer: "too early", by: ada, at });
  await saveAnswer(db, id, { answer: "All", by: null, at });
  await saveAnswer(db, id, { answer: "EMEA", by: ada, at });
  expect(await answerOf()).toBe("All");

  await replaceAssumed(db, id, { answer: "EMEA", by: ada, at });
  await replaceAssumed(db, id, { answer: "APAC", by: grace, at });
  expect(await answerOf()).toBe("EMEA");
});
