import { submit } from "../../../../jobs/check.ts";
import { revise } from "../../../../jobs/revise.ts";
import { inScope } from "../../../../jobs/scope.ts";
import type { Refusal, Task } from "../../../../src/domain/task.ts";
import { mergeGathered } from "../../../../src/research/material.ts";
import type { Sql } from "../../../../src/store/database.ts";
import { saveDecision } from "../../../../src/store/decisions.ts";
import { draftHash, getDraft, saveDraft } from "../../../../src/store/drafts.ts";
import { createRun } from "../../../../src/store/runs.ts";
import { changeTask, getTask } from "../../../../src/store/tasks.ts";
import { at, by, draftNumber, send } from "./fixtures.ts";
import { happen, heardBy, newPass, passOf } from "./life.ts";
import type { Move } from "./move.ts";

/** A draft goes up for review, or, where notes came too late for it, straight into the next revision. */
export const submitted =
  (shift: number): Move =>
  (life) => {
    const { rows, id } = life;
    // Before the first revision there was no run that could have been written.
    const revision = Math.max(1, rows.stand.revision + shift);
    const draft = draftNumber(++life.made);
    const act = (sql: Sql, task: Task) =>
      submit(sql, send, { ...task, revision }, draft, mergeGathered([], undefined), at);
    const refusal = happen(life, { type: "submit", revision, at });
    if (refusal === undefined) {
      rows.drafts[revision] ??= [draftHash(draft), null];
      const writing = inScope("write", passOf(life, revision).scope);
      const heard = heardBy(life, revision, writing);
      const late = rows.notes.filter(
        (note, n) => n >= heard && !note.isFeedback && (note.revision ?? revision) === revision,
      );
      if (late.length > 0) {
        happen(life, { type: "revise", revision, by, at });
        rows.decisions.push([revision, "revise", by]);
        rows.runs.push(newPass(revision + 1));
        for (const note of late) Object.assign(note, { revision: revision + 1, isFeedback: true });
      }
    }
    return {
      said: `submit ${revision}`,
      expected: refusal === undefined ? undefined : "fenced",
      act: (db) => db.transaction(async (tx) => act(tx, await getTask(tx, id))),
    };
  };

export const revised =
  (shift: number): Move =>
  (life) => {
    const revision = life.rows.stand.revision + shift;
    const refusal = happen(life, { type: "revise", revision, by, at });
    if (refusal === undefined) {
      life.rows.decisions.push([revision, "revise", by]);
      life.rows.runs.push(newPass(revision + 1));
    }
    const asked = { id: life.id, revision, by, feedback: "shorter", at };
    return {
      said: `revise ${revision}`,
      expected: refusal,
      act: (db) => db.transaction(async (tx) => refusalIn(await revise(tx, send, asked))),
    };
  };

/** As the buttons decide: an approval only of the very text that is there. */
export const decided =
  (type: "approve" | "discard", shift: number, right: boolean): Move =>
  (life) => {
    const { rows, id } = life;
    const revision = rows.stand.revision + shift;
    const [hash = "none"] = right ? (rows.drafts[revision] ?? []) : [];
    const event = { type, revision, by, at, hash } as const;
    const isThere = type === "discard" || rows.drafts[revision]?.[0] === hash;
    const refusal = isThere ? happen(life, event) : "stale_revision";
    if (refusal === undefined) rows.decisions.push([revision, type, by]);
    const decision = { revision, type, by, at, feedback: null };
    return {
      said: `${type} ${revision}${right ? "" : ", another text"}`,
      expected: refusal,
      act: (db) =>
        db.transaction(async (tx) => {
          if (type === "approve" && (await getDraft(tx, id, revision))?.hash !== hash) {
            return "stale_revision";
          }
          const outcome = refusalIn(await changeTask(tx, id, event));
          if (outcome !== undefined) return outcome;
          return saveDecision(tx, id, { ...decision, hash: type === "approve" ? hash : null });
        }),
    };
  };

export const edited =
  (shift: number): Move =>
  (life) => {
    const { rows, id } = life;
    const revision = rows.stand.revision + shift;
    const event = { type: "edit", revision, by, at } as const;
    const draft = draftNumber(++life.made);
    const refusal = happen(life, event);
    if (refusal === undefined) {
      rows.decisions.push([revision, "edit", by]);
      rows.runs.push(newPass(revision + 1));
      rows.drafts[revision + 1] = [draftHash(draft), by];
    }
    const decision = { revision, type: "edit", by, at, hash: null, feedback: null } as const;
    const run = { taskId: id, revision: revision + 1 };
    return {
      said: `edit ${revision}`,
      expected: refusal,
      act: (db) =>
        db.transaction(async (tx) => {
          const outcome = refusalIn(await changeTask(tx, id, event));
          if (outcome !== undefined) return outcome;
          await saveDecision(tx, id, decision);
          await createRun(tx, { ...run, feedback: null });
          return saveDraft(tx, run, draft, [], by);
        }),
    };
  };

/** Undefined where it was accepted, so that a refusal can be compared by its name. */
export const refusalIn = (outcome: Task | Refusal): Refusal | undefined =>
  typeof outcome === "string" ? outcome : undefined;
