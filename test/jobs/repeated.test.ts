import { afterAll, beforeAll, expect, test } from "vitest";
import type { RunDeps } from "../../jobs/run.ts";
import { write } from "../../jobs/write.ts";
import type { TaskId } from "../../src/domain/ids.ts";
import { defaultLimits } from "../../src/domain/budget.ts";
import type { Plan } from "../../src/domain/plan.ts";
import { FencedError } from "../../src/errors.ts";
import type { Engine } from "../../src/research/engine.ts";
import type { Database } from "../../src/store/database.ts";
import { addNote, listWaitingNotes } from "../../src/store/notes.ts";
import { savePlan } from "../../src/store/runs.ts";
import { changeTask } from "../../src/store/tasks.ts";
import { aTask, ada, at, openStore } from "../store/ground.ts";
import { aDraft, aThinking } from "../support/engine.ts";

let db: Database;
beforeAll(async () => {
  db = await openStore();
});
afterAll(() => db[Symbol.asyncDispose]());

const context = { jobId: "job", signal: new AbortController().signal, deadFrom: null };

const plan: Plan = {
  question: "Why is checkout slow?",
  doneWhen: [],
  reuse: false,
  subtasks: [],
  estimate: { seconds: 1, usd: 0 },
};

/** A run that is being written, and `write` by hand: nothing is sent anywhere, and what would be is listed. */
async function aWriting(engine: Partial<Engine> = {}) {
  const { id } = await aTask(db, { type: "advance", revision: 1, phase: "plan", at });
  const run = { taskId: id, revision: 1, epoch: 0 };
  await savePlan(db, run, plan, "extractive");
  await db.transaction((tx) =>
    changeTask(tx, id, { type: "advance", revision: 1, phase: "write", at }),
  );
  const sent: string[] = [];
  let dying = false;
  const deps: RunDeps = {
    db,
    send: async (_tx, { queue }) => {
      if (dying) throw new Error("died");
      sent.push(queue);
    },
    hurry: async () => {},
    budget: defaultLimits,
    answerMinutes: 0,
    bounds: { perPerson: 4, perWorkspace: 64 },
    now: () => at,
    ...aThinking(engine),
  };
  return {
    id,
    sent,
    work: () => write.work(run, deps, context),
    /** Dies after the draft is remembered, and before it is handed over. */
    async workAndDie() {
      dying = true;
      await expect(write.work(run, deps, context)).rejects.toThrow("died");
      dying = false;
    },
  };
}

const say = (id: TaskId, text: string) =>
  db.transaction((tx) => addNote(tx, id, { by: ada, text, at }));

test("writing that is repeated after it was handed over hands nothing over again", async () => {
  let written = 0;
  const writing = await aWriting({ write: async () => (written++, aDraft()) });
  await writing.work();
  expect(writing.sent.filter((queue) => queue === "check")).toHaveLength(1);

  await expect(writing.work()).rejects.toBeInstanceOf(FencedError);
  expect(writing.sent.filter((queue) => queue === "check")).toHaveLength(1);
  expect(written).toBe(1);
});

test("what is said after the draft was written is left for the next revision, also when its writer died over it", async () => {
  const writing = await aWriting();
  await writing.workAndDie();
  await say(writing.id, "Only the last week.");
  await writing.work();

  const waiting = await listWaitingNotes(db, writing.id);
  expect(waiting.map(({ text }) => text)).toEqual(["Only the last week."]);
});
