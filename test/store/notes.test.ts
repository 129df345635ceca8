import { afterAll, beforeAll, expect, test } from "vitest";
import type { TaskId } from "../../src/domain/ids.ts";
import type { Database } from "../../src/store/database.ts";
import {
  addNote,
  listEarlierNotes,
  listLateNotes,
  listWaitingNotes,
  makeFeedback,
  takeNotes,
} from "../../src/store/notes.ts";
import { createRun } from "../../src/store/runs.ts";
import { aTask, ada, at, grace, openStore } from "./ground.ts";

let db: Database;
beforeAll(async () => {
  db = await openStore();
});
afterAll(() => db[Symbol.asyncDispose]());

const textsOf = (notes: readonly { text: string }[]) => notes.map(({ text }) => text);

/** A task to talk to, and its parts, which listen. */
async function talk() {
  const { id } = await aTask(db);
  await createRun(db, { taskId: id, revision: 2, feedback: "more" });
  const say = (text: string, by = ada) => addNote(db, id, { by, text, at });
  const hear = async (part: string, step = "begin", revision = 1) =>
    textsOf(await takeNotes(db, { taskId: id, revision, part }, step));
  return { id, say, hear };
}

const waiting = async (id: TaskId) => textsOf(await listWaitingNotes(db, id));
const late = async (taskId: TaskId, revision = 1) =>
  textsOf(await listLateNotes(db, { taskId, revision, part: "write" }));

test("a step takes the notes that wait, and gets the same ones whenever it asks again", async () => {
  const { id, say, hear } = await talk();
  await say("only the EU");
  await say("and Norway", grace);
  expect(await waiting(id)).toEqual(["only the EU", "and Norway"]);

  expect(await hear("gather:1")).toEqual(["only the EU", "and Norway"]);
  await say("and Iceland");
  expect(await hear("gather:1")).toEqual(["only the EU", "and Norway"]);
  expect(await waiting(id)).toEqual(["and Iceland"]);
});

test("a step that heard nothing hears nothing when it is repeated, whatever was said since", async () => {
  const { say, hear } = await talk();
  expect(await hear("gather:1", "turn 1")).toEqual([]);
  await say("only the EU");
  expect(await hear("gather:1", "turn 1")).toEqual([]);
  expect(await hear("gather:1", "turn 2")).toEqual(["only the EU"]);
});

test("every part of a run hears a note once, also one that begins later", async () => {
  const { say, hear } = await talk();
  await say("only the EU");
  expect(await hear("gather:1")).toEqual(["only the EU"]);
  expect(await hear("gather:1", "turn 1")).toEqual([]);
  expect(await hear("gather:2")).toEqual(["only the EU"]);
  await say("and Norway");
  expect(await hear("gather:2", "turn 1")).toEqual(["and Norway"]);
  expect(await hear("write")).toEqual(["only the EU", "and Norway"]);
});

test("what the writing has not heard came too late, also where another part has heard it", async () => {
  const { id, say, hear } = await talk();
  await say("in time");
  await hear("write");
  await say("heard elsewhere");
  await hear("check");
  await say("heard by nobody");
  expect(await late(id)).toEqual(["heard elsewhere", "heard by nobody"]);
});

test("a late note is the next revision's feedback, and no note to it besides", async () => {
  const { id, say, hear } = await talk();
  await say("in time");
  await hear("write");
  await say("late");
  const { length } = await db.transaction(async (tx) => {
    const notes = await listLateNotes(tx, { taskId: id, revision: 1, part: "write" });
    await makeFeedback(tx, notes, 2);
    return notes;
  });

  expect(length).toBe(1);
  expect(await waiting(id)).toEqual([]);
  expect(await hear("write", "begin", 2)).toEqual([]);
  expect(await late(id, 2)).toEqual([]);
  expect(textsOf(await listEarlierNotes(db, id, 2))).toEqual(["in time"]);
});

test("a note goes to one revision only", async () => {
  const { say, hear } = await talk();
  await say("first");
  await hear("write");
  await say("second");
  expect(await hear("write", "begin", 2)).toEqual(["second"]);
  expect(await hear("gather:9")).toEqual(["first"]);
});

test("the notes of another task are left alone", async () => {
  const one = await talk();
  const two = await talk();
  await one.say("for one");
  expect(await two.hear("write")).toEqual([]);
  expect(await waiting(one.id)).toEqual(["for one"]);
});
