import { draftHash, saveDraft } from "../../../../src/store/drafts.ts";
import { holdFence } from "../../../../src/store/fence.ts";
import { addNote, takeNotes } from "../../../../src/store/notes.ts";
import { openTask } from "../../../../src/store/openings.ts";
import { at, by, draftNumber, inboxKey, openingOf } from "./fixtures.ts";
import { stands } from "./life.ts";
import type { Move } from "./move.ts";
import { fenceOf, nameOf } from "./parts.ts";

/** The first draft of a run stays. */
export const drafted =
  (n: number): Move =>
  (life) => {
    const fence = fenceOf(life, n);
    const draft = draftNumber(++life.made);
    if (stands(life, fence)) life.rows.drafts[fence.revision] ??= [draftHash(draft), null];
    return {
      said: `draft under ${nameOf(fence)}`,
      expected: stands(life, fence) ? undefined : "fenced",
      act: (db) =>
        db.transaction(async (tx) => {
          await holdFence(tx, fence);
          await saveDraft(tx, fence, draft, [], null);
        }),
    };
  };

export const noted: Move = (life) => {
  const text = `note ${++life.made}`;
  life.rows.notes.push({ text, revision: null });
  return {
    said: text,
    expected: undefined,
    act: (db) => addNote(db, life.id, { by, text, at }),
  };
};

/** What waits goes to the run that asks first, which gets the same notes whenever it asks again. */
export const read =
  (n: number): Move =>
  (life) => {
    const fence = fenceOf(life, n);
    const { notes } = life.rows;
    if (stands(life, fence)) for (const note of notes) note.revision ??= fence.revision;
    const own = notes.filter(({ revision }) => revision === fence.revision);
    return {
      said: `read notes under ${nameOf(fence)}`,
      expected: stands(life, fence) ? own.map(({ text }) => text) : "fenced",
      act: (db) =>
        db.transaction(async (tx) => {
          await holdFence(tx, fence);
          const given = await takeNotes(tx, life.id, fence.revision);
          return given.map(({ text }) => text);
        }),
    };
  };

/** What Slack delivers twice opens nothing. */
export const reopened: Move = ({ id }) => ({
  said: "open again",
  expected: undefined,
  act: (db) => openTask(db, [inboxKey(id)], openingOf(id)),
});
