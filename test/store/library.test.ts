import { afterAll, beforeAll, expect, test } from "vitest";
import type { Database } from "../../src/store/database.ts";
import {
  listLibrary,
  removeLibraryDocument,
  saveLibraryDocument,
  searchLibrary,
} from "../../src/store/library.ts";
import { at, openStore } from "./ground.ts";

let db: Database;
beforeAll(async () => {
  db = await openStore();
  await save("pricing.md", "Plans are billed yearly.", "A refund takes ten days.");
  await save(
    "handbook.md",
    "Refunds of yearly plans are decided by the billing team.",
    "Lunch is at noon.",
  );
  await save("travel.md", "Trains are booked by everybody for themselves.");
});
afterAll(() => db[Symbol.asyncDispose]());

const save = (path: string, ...texts: readonly string[]) =>
  saveLibraryDocument(db, {
    path,
    title: path,
    sha256: texts.join(),
    modifiedAt: at,
    passages: texts.map((text) => ({ text, speaker: null, locator: null, url: null })),
    problem: null,
  });

const found = async (query: string, max = 10) => searchLibrary(db, query, max);

test("a question finds passages although none of them has all its words", async () => {
  const hits = await found("who in marketing decides about refunding a yearly plan on a Tuesday?");
  expect(hits.map(({ path }) => path)).toEqual(["handbook.md", "pricing.md"]);
  expect(hits[0]?.passages.map(({ position }) => position)).toEqual([0]);
});

test("words count in any of their forms, and the better passage comes first", async () => {
  const [first, second] = await found("refund");
  expect(new Set([first?.path, second?.path])).toEqual(new Set(["handbook.md", "pricing.md"]));
  expect(first?.rank).toBeGreaterThanOrEqual(second?.rank ?? 1);
});

test("what is not there is not found, and odd queries find nothing instead of failing", async () => {
  for (const query of ["", " ", "the of and", "zeppelin", "'", "a & | ! ( :*", "\\", "<->", "%_"]) {
    expect(await found(query)).toEqual([]);
  }
  expect(await found("refund:* | 'yearly' & !trains")).not.toEqual([]);
});

test("a document is found by its title, too", async () => {
  const hits = await found("what does the handbook say?");
  expect(hits.map(({ path }) => path)).toEqual(["handbook.md"]);
  expect(hits[0]?.passages).toHaveLength(2);
});

test("no more documents than asked for", async () => {
  expect(await found("refund plan train lunch", 1)).toHaveLength(1);
});

test("a document saved again takes the place of the old one, and removed is gone with its passages", async () => {
  await save("draft.md", "About zebras.");
  await save("draft.md", "About giraffes.");
  expect(await found("zebra")).toEqual([]);
  expect(await found("giraffe")).toHaveLength(1);
  expect((await listLibrary(db)).filter(({ path }) => path === "draft.md")).toHaveLength(1);

  await removeLibraryDocument(db, "draft.md");
  expect(await found("giraffe")).toEqual([]);
  const { rows } = await db.query("select from library_passage where text like '%giraffe%'");
  expect(rows).toEqual([]);
});
