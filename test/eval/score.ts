import { type Draft, type Statement, statementsOf } from "../../src/domain/draft.ts";
import { evidenceOf } from "../../src/research/check/check.ts";
import { checkStatement, overlapMin } from "../../src/research/check/statement.ts";
import type { Material } from "../../src/research/engine.ts";
import { type Rouge, rouge } from "../support/rouge.ts";

/** What a rule can say about a draft as people get it: shares from 0 to 1. */
export type Score = {
  /** Statements that cite something. */
  readonly cited: number;
  /** Citations whose quote stands in its passage and shares enough words with the statement. */
  readonly precision: number;
  /** Statements all of whose numbers, names and enough of its words are in what they cite. */
  readonly recall: number;
  readonly words: number;
  /** Null where nobody has written a reference. */
  readonly rouge: Rouge | null;
};

/** Undefined for a draft that says nothing. */
export function scoreOf(
  draft: Draft,
  material: Material,
  references: readonly string[],
): Score | undefined {
  const statements = statementsOf(draft);
  if (statements.length === 0) return undefined;
  const judged = statements.map((statement) => judge(statement, draft, material));
  const citations = judged.flatMap(({ right }) => right);
  const text = statements.map(said).join(" ");
  return {
    cited: share(statements.map((statement) => statement.citations.length > 0)),
    precision: share(citations),
    recall: share(judged.map(({ found }) => found)),
    words: text.split(/\s+/).length,
    rouge: references.length > 0 ? rouge(text, references) : null,
  };
}

/** Judged anew, whatever the draft says of itself. */
function judge(
  statement: Statement,
  draft: Draft,
  material: Material,
): { readonly found: boolean; readonly right: readonly boolean[] } {
  const evidence = statement.citations.map((citation) => evidenceOf(citation, draft, material));
  const there = evidence.filter((one) => one !== undefined);
  return {
    found: checkStatement(statement, there).result === "found",
    right: evidence.map((one) => one !== undefined && overlapWith(statement, one) >= overlapMin),
  };
}

function overlapWith(statement: Statement, evidence: Parameters<typeof checkStatement>[1][number]) {
  const check = checkStatement(statement, [evidence]);
  return check.result === "unchecked" ? 0 : check.overlap;
}

const said = ({ speaker, text }: Statement): string =>
  speaker === null ? text : `${speaker}: ${text}`;

/** 0 where there is nothing to have a share of. */
const share = (each: readonly boolean[]): number =>
  each.filter(Boolean).length / Math.max(1, each.length);
