import { draftHash, saveDraft } from "../../../../src/store/drafts.ts";
import { hear as listen } from "../../../../jobs/hear.ts";
import { type Fence, holdFence } from "../../../../src/store/fence.ts";
import { addNote } from "../../../../src/store/notes.ts";
import { openTask } from "../../../../src/store/openings.ts";
import { at, by, draftNumber, inboxKey, openingOf } from "./fixtures.ts";
import { heardBy, type Life, stands } from "./life.ts";
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
  life.rows.notes.push({ text, revision: null, isFeedback: false });
  return {
    said: text,
    expected: undefined,
    act: async (db) => {
      life.noteIds.push(await addNote(db, life.id, { by, text, at }));
    },
  };
};

/** A step hears what its part has not heard yet, and the same whenever it asks again, whatever was said since. */
export const read =
  (n: number, step: string): Move =>
  (life) => {
    const fence = fenceOf(life, n);
    const isOurs = stands(life, fence);
    const heard = isOurs ? hear(life, fence, step) : [];
    return {
      said: `read notes for ${step} under ${nameOf(fence)}`,
      expected: isOurs ? heard : "fenced",
      act: (db) => listen(db, fence, step),
    };
  };

function hear(life: Life, { revision, part }: Fence, step: string): readonly string[] {
  const { rows } = life;
  const before = heardBy(life, revision, part);
  const key = `${revision}:${part}:${step}`;
  const [after, upto] = (rows.hearings[key] ??= [before, Math.max(before, rows.notes.length)]);
  for (const note of rows.notes.slice(0, upto)) note.revision ??= revision;
  return rows.notes
    .slice(after, upto)
    .flatMap((note) => (note.revision === revision && !note.isFeedback ? [note.text] : []));
}

/** What Slack delivers twice opens nothing. */
export const reopened: Move = ({ id }) => ({
  said: "open again",
  expected: undefined,
  act: (db) => openTask(db, [inboxKey(id)], openingOf(id)),
});
