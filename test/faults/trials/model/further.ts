import { goOn } from "../../../../jobs/continue.ts";
import { rescope } from "../../../../jobs/scope.ts";
import { defaultLimits } from "../../../../src/domain/budget.ts";
import { noteShortage } from "../../../../src/store/spending.ts";
import { at, by, send } from "./fixtures.ts";
import { happen, type Life, newPass, passOf } from "./life.ts";
import type { Move } from "./move.ts";
import { fenceOf, nameOf } from "./parts.ts";

/** So much was missing, and so much is offered for it, in US dollars: each task has one, and its reading gets 70 % of it. */
const shortages = [
  { scope: "task", usd: 0.2, offer: 1 },
  { scope: "task", usd: 3.5, offer: 5 },
  { scope: "person", usd: 0.2, offer: 0 },
] as const;

/** A worker could not pay for a call; only the run that stands remembers it. */
export const ranShort =
  (n: number, which: number): Move =>
  (life) => {
    const { rows } = life;
    const fence = fenceOf(life, n);
    const { scope, usd } = shortages[which % shortages.length] ?? shortages[0];
    const { revision, epoch } = rows.stand;
    const isOurs = fence.revision === revision && fence.epoch === epoch;
    if (isOurs) passOf(life, revision).short = [scope, usd];
    return {
      said: `short of ${usd} of the ${scope}'s under ${nameOf(fence)}`,
      expected: undefined,
      act: (db) => noteShortage(db, fence, scope, usd),
    };
  };

const offerOf = (life: Life, revision: number): number => {
  const [scope, usd] = passOf(life, revision).short ?? [];
  return shortages.find((each) => each.scope === scope && each.usd === usd)?.offer ?? 0;
};

/** Somebody presses Continue: `right` where it offers what is on offer now. */
export const continued =
  (shift: number, right: boolean): Move =>
  (life) => {
    const { rows, id } = life;
    const now = rows.stand.revision;
    const revision = now + shift;
    const offer = offerOf(life, now);
    const usd = right && offer > 0 ? offer : 7;
    const asked = { id, revision, by, usd, at };
    const refusal =
      shift === 0 && usd !== offer ? "no_offer" : happen(life, { type: "continue", ...asked });
    if (refusal === undefined) {
      passOf(life, now).short = null;
      rows.budget = (rows.budget ?? 1) + usd;
      if (rows.stand.revision > now) {
        rows.decisions.push([now, "revise", by]);
        rows.runs.push(newPass(rows.stand.revision));
      }
    }
    return {
      said: `continue ${revision} for ${usd}`,
      expected: refusal ?? "continued",
      act: (db) => db.transaction((tx) => goOn(tx, send, asked, defaultLimits)),
    };
  };

/** As often as a run plans. */
const scopesMax = 8;

/** What is asked changes, by the note of that number or by no note: a plan that has not heard of it begins anew. */
export const rescoped =
  (shift: number, note: number): Move =>
  (life) => {
    const { rows, id } = life;
    const revision = Math.max(1, rows.stand.revision + shift);
    const pass = passOf(life, revision);
    const nth = rows.notes.length === 0 ? 0 : note % (rows.notes.length + 1);
    const planning = pass.scope === 1 ? "plan" : `plan@${pass.scope}`;
    const [, upto] = rows.hearings[`${revision}:${planning}:begin`] ?? [];
    const isNews = upto !== undefined && (nth === 0 || upto < nth);
    const outcome = !isNews
      ? "known"
      : pass.scope >= scopesMax
        ? "too_often"
        : happen(life, { type: "rescope", revision, by, at });
    if (outcome === undefined) pass.scope += 1;
    return {
      said: `rescope ${revision} by note ${nth}`,
      expected: outcome ?? rows.stand.epoch,
      act: (db) =>
        db.transaction(async (tx) => {
          const known = life.noteIds[nth - 1];
          const asked = { id, revision, by, at, ...(known !== undefined && { note: known }) };
          const answer = await rescope(tx, send, asked);
          return typeof answer === "string" ? answer : answer.task.epoch;
        }),
    };
  };
