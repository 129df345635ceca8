import {
  type Draft,
  isVerified,
  type Statement,
  statementsOf,
  type Verdict,
} from "../../../domain/draft.ts";
import { checkDraft } from "../../check/check.ts";
import { wordingProblem } from "../../check/statement.ts";
import type { EngineContext, Material } from "../../engine.ts";
import { method as extractiveMethod } from "../../extractive/write.ts";
import type { Means } from "../means.ts";
import { headlineAfter } from "./headline.ts";
import { judgeAll } from "./judge.ts";
import { type Faulty, repair } from "./repair.ts";

/**
 * First by rule: quotes, numbers and names. Then claim by claim by the small model; what it does not find supported is
 * repaired once and looked at again; what still is not keeps its label. Where the model cannot be asked, the rule's check
 * stands, and nothing is called verified.
 */
export async function checkClaims(
  written: Draft,
  material: Material,
  means: Means,
  context: EngineContext,
): Promise<Draft> {
  const ruled = checkDraft(written, material);
  // Sentences of the sources themselves need nobody to compare them with the sources.
  if (ruled.method === extractiveMethod || statementsOf(ruled).length === 0) return ruled;
  const first = await judged(ruled, material, "first", means, context);
  const faulty = statementsOf(first).flatMap((statement): Faulty[] => {
    const why = faultOf(statement);
    return why === undefined ? [] : [{ statement, why }];
  });
  // Of what nobody judged nobody can say what is wrong with it.
  const asked = statementsOf(first).some(
    ({ check }) => check.result !== "unchecked" && check.model,
  );
  if (faulty.length === 0 || !asked) return settled(written, first, means);

  const texts = await repair(faulty, { draft: first, material }, means, context);
  const repaired = withTexts(first, faulty, texts);
  const again = checkDraft(repaired, material);
  return settled(written, await judged(again, material, "again", means, context), means);
}

const settled = (written: Draft, checked: Draft, means: Means): Draft =>
  counted({ ...checked, headline: headlineAfter(written, checked) }, means);

/** Asks about every statement with citations that nobody has judged yet. */
async function judged(
  draft: Draft,
  material: Material,
  round: string,
  means: Means,
  context: EngineContext,
): Promise<Draft> {
  const open = statementsOf(draft).filter(
    ({ check, citations }) =>
      check.result !== "unchecked" && check.model === undefined && citations.length > 0,
  );
  const verdicts = await judgeAll(open, { draft, material, round }, means, context);
  const byStatement = new Map(open.map((statement, n) => [statement, verdicts[n] ?? null]));
  return mapStatements(draft, (statement) => {
    const verdict = byStatement.get(statement);
    return verdict ? [withVerdict(statement, verdict)] : [statement];
  });
}

/** Other words than the source's are no fault where the model has found the claim in it; a number or a name is. */
function withVerdict(statement: Statement, model: Verdict): Statement {
  const { check } = statement;
  if (check.result === "unchecked") return statement;
  if (check.result === "found" || model.says !== "supported") {
    return { ...statement, check: { ...check, model } };
  }
  const problems = check.problems.filter((problem) => !problem.startsWith(wordingProblem));
  const { overlap } = check;
  return problems.length === 0
    ? { ...statement, check: { result: "found", overlap, model } }
    : { ...statement, check: { result: "flagged", overlap, problems, model } };
}

/** What is wrong with a statement, for whoever repairs it; undefined where nothing is known to be. */
function faultOf({ check, citations }: Statement): string | undefined {
  if (citations.length === 0) return "It cites nothing.";
  if (check.result === "unchecked" || check.model === undefined) return undefined;
  const { says, why } = check.model;
  const problems = check.result === "flagged" ? check.problems : [];
  if (says === "supported") return problems.length > 0 ? problems.join("; ") : undefined;
  return [`${says}: ${why}`, ...problems].join("; ");
}

/** Puts the repaired texts in; what was left empty goes, with a word about it. */
function withTexts(
  draft: Draft,
  faulty: readonly Faulty[],
  texts: readonly (string | undefined)[],
): Draft {
  const byStatement = new Map(faulty.map(({ statement }, n) => [statement, texts[n]]));
  let removed = 0;
  const changed = mapStatements(draft, (statement) => {
    const text = byStatement.get(statement);
    if (text === undefined || text === statement.text) return [statement];
    if (text !== "") return [{ ...statement, text, check: { result: "unchecked" } }];
    removed += 1;
    return [];
  });
  if (removed === 0) return changed;
  const claims = removed === 1 ? "1 claim was" : `${removed} claims were`;
  const left = `${claims} left out: the sources do not support ${removed === 1 ? "it" : "them"}.`;
  return { ...changed, missing: [...changed.missing, left] };
}

/** Says in the method how many claims a model has found in their passages, or that none was asked. */
function counted(draft: Draft, { models }: Means): Draft {
  const all = statementsOf(draft);
  const judgedByModel = all.filter(({ check }) => check.result !== "unchecked" && check.model);
  const verified = all.filter(isVerified).length;
  const said =
    judgedByModel.length === 0
      ? "checked by rule only: no model has compared the claims with the sources"
      : `${verified} of ${all.length} claims verified by ${models.small}`;
  return { ...draft, method: `${draft.method}; ${said}` };
}

const mapStatements = (draft: Draft, change: (statement: Statement) => Statement[]): Draft => ({
  ...draft,
  sections: draft.sections
    .map((section) => ({ ...section, statements: section.statements.flatMap(change) }))
    .filter(({ statements }) => statements.length > 0),
});
