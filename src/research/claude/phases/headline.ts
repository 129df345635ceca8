import { type Draft, type Statement, statementsOf } from "../../../domain/draft.ts";
import { wordingProblem } from "../../check/statement.ts";
import { stemsOf } from "../../extractive/words.ts";

/** What a headline shows at most, in characters. */
export const headlineMax = 150;

/**
 * The headline of a checked draft. It was made of the claims as they were `written`; where one of its words stood only in
 * claims that are gone, smaller now, or not carried by their passages, a claim that holds takes its place. A question claims
 * nothing, and stays.
 */
export function headlineAfter(written: Draft, checked: Draft): string {
  const { headline } = checked;
  if (headline.trim().endsWith("?")) return headline;
  const holding = statementsOf(checked).filter(holds);
  if (holding.length === 0) return "None of what was written could be verified";
  const carried = wordsIn(statementsOf(written));
  const still = wordsIn(holding);
  const isCarried = stemsOf(headline).every((stem) => !carried.has(stem) || still.has(stem));
  if (isCarried) return headline;
  const first = holding.find(({ text }) => text.length <= headlineMax);
  return first?.text.replace(/\.$/, "") ?? "What was found";
}

const wordsIn = (statements: readonly Statement[]): ReadonlySet<string> =>
  new Set(
    statements.filter(({ citations }) => citations.length > 0).flatMap(({ text }) => stemsOf(text)),
  );

/** Nothing is known to be wrong with it but that it uses words of its own. */
function holds({ citations, check }: Statement): boolean {
  if (citations.length === 0) return false;
  if (check.result === "unchecked") return true;
  if (check.model && check.model.says !== "supported") return false;
  return (
    check.result === "found" ||
    check.problems.every((problem) => problem.startsWith(wordingProblem))
  );
}
