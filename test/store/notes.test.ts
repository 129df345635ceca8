import { afterAll, beforeAll, expect, test } from "vitest";
import type { Database } from "../../src/store/database.ts";
import { addNote, listWaitingNotes, takeNotes } from "../../src/store/notes.ts";
import { aTask, ada, at, grace, openStore } from "./ground.ts";

let db: Database;
beforeAll(async () => {
  db = await openStore();
});
afterAll(() => db[Symbol.asyncDispose]());

const textsOf = (notes: readonly { text: string }[]) => notes.map(({ text }) => text);

test("a revision takes the notes that wait, and gets the same ones whenever it asks again", async () => {
  const { id } = await aTask(db);
  await addNote(db, id, { by: ada, text: "only the EU", at });
  await addNote(db, id, { by: grace, text: "and Norway", at });
  expect(textsOf(await listWaitingNotes(db, id))).toEqual(["only the EU", "and Norway"]);

  const taken = await takeNotes(db, id, 1);
  expect(textsOf(taken)).toEqual(["only the EU", "and Norway"]);
  expect(await takeNotes(db, id, 1)).toEqual(taken);
  expect(await listWaitingNotes(db, id)).toEqual([]);
});

test("a note that comes later goes to who asks next, and no note to two revisions", async () => {
  const { id } = await aTask(db);
  await addNote(db, id, { by: ada, text: "first", at });
  await takeNotes(db, id, 1);
  await addNote(db, id, { by: ada, text: "second", at });

  expect(textsOf(await takeNotes(db, id, 2))).toEqual(["second"]);
  expect(textsOf(await takeNotes(db, id, 1))).toEqual(["first"]);
});

test("the notes of another task are left alone", async () => {
  const one = await aTask(db);
  const two = await aTask(db);
  await addNote(db, one.id, { by: ada, text: "for one", at });
  expect(await takeNotes(db, two.id, 1)).toEqual([]);
  expect(textsOf(await listWaitingNotes(db, one.id))).toEqual(["for one"]);
});
