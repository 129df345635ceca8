import type { Check, Citation, Draft, Section, Statement, Verdict } from "../../domain/draft.ts";
import type { Passage } from "../../domain/source.ts";
import type { Material } from "../engine.ts";
import { findQuote } from "./quote.ts";
import { checkStatement, type Evidence } from "./statement.ts";

/**
 * Marks each statement of a draft with what a rule can see of its citations, and removes what rests on words that are
 * not there. Works on drafts of any engine, and on those a person has edited. A second pass changes nothing more.
 */
export function checkDraft(draft: Draft, material: Material): Draft {
  const removed: Removed = { statements: [], citations: [] };
  const sections = draft.sections
    .map((section) => checkSection(section, draft, material, removed))
    // A heading that has lost all its statements says nothing; one that never had any was meant.
    .filter(
      (section, i) => section.statements.length > 0 || draft.sections[i]?.statements.length === 0,
    );
  const missing = new Set([...draft.missing, ...sayRemoved(removed)]);
  return { ...draft, sections, missing: [...missing] };
}

/** What was taken out, by the `[n]` it named. */
type Removed = { readonly statements: number[]; readonly citations: number[] };

function checkSection(
  section: Section,
  draft: Draft,
  material: Material,
  removed: Removed,
): Section {
  const statements = section.statements.flatMap((statement): Statement[] => {
    const cited = statement.citations.map((citation) => ({
      citation,
      evidence: evidenceOf(citation, draft, material),
    }));
    const good = cited.flatMap(({ citation, evidence }) =>
      evidence ? [{ citation, evidence }] : [],
    );
    const bad = cited.filter(({ evidence }) => !evidence).map(({ citation }) => citation.source);
    if (bad.length > 0 && good.length === 0) {
      removed.statements.push(bad[0] ?? 0);
      return [];
    }
    removed.citations.push(...bad);
    const check: Check = checkStatement(
      statement,
      good.map(({ evidence }) => evidence),
    );
    const kept = bad.length === 0 ? verdictOf(statement) : undefined;
    const judged = kept && check.result !== "unchecked" ? { ...check, model: kept } : check;
    return [{ ...statement, citations: good.map(({ citation }) => citation), check: judged }];
  });
  return { ...section, statements };
}

/** What a model said of a statement holds as long as nobody changes it. */
const verdictOf = ({ check }: Statement): Verdict | undefined =>
  check.result === "unchecked" ? undefined : check.model;

/** The passage that a citation names, if its quote stands there. */
export function evidenceOf(
  citation: Citation,
  draft: Draft,
  material: Material,
): Evidence | undefined {
  const listed = draft.sources[citation.source - 1];
  const source = listed && material.sources[listed.position];
  const passage: Passage | undefined = source?.passages[citation.passage];
  const place = passage && findQuote(passage.text, citation.quote);
  return source && passage && place ? { title: source.title, passage, place } : undefined;
}

function sayRemoved({ statements, citations }: Removed): string[] {
  return [
    ...statements.map(
      (source) =>
        `A statement was removed: its quote is not in the passage it cites (source ${source}).`,
    ),
    ...citations.map(
      (source) =>
        `A citation was removed: its quote is not in the passage it cites (source ${source}).`,
    ),
  ];
}
