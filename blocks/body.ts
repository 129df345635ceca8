import type { KnownBlock, RichTextElement } from "@slack/types";
import { isVerified, type Statement, statementsOf, type Verdict } from "../src/domain/draft.ts";
import { bold, faint, hostOf, linked, plain } from "./elements.ts";
import type { DraftFacts } from "./facts.ts";
import { bullets } from "./split.ts";
import { clamp, legible } from "./text.ts";

/** No check was made of anything that could have been checked. */
export function isUnchecked({ draft }: DraftFacts): boolean {
  const statements = statementsOf(draft);
  return statements.length > 0 && statements.every(({ check }) => check.result === "unchecked");
}

/** Feedback and what became of it, the claims with their marks, what is missing, what is next, and the sources. */
export function bodyBlocks(facts: DraftFacts): KnownBlock[] {
  const { draft } = facts;
  const marked = isUnchecked(facts);
  let number = 0;
  const sections = draft.sections.flatMap(({ heading, statements }) => {
    const items = statements.map((statement) =>
      statementText(statement, number++, facts, { marked }),
    );
    return bullets(headingText(heading), items);
  });
  const answers = draft.answers.map(({ feedback, answer }) => [
    faint(`“${clamp(feedback, 200)}” `),
    plain(answer),
  ]);
  const about = [
    ...bullets("Not covered", draft.missing.map(one)),
    ...bullets("Next steps", draft.next.map(one)),
    ...sourceList(facts),
  ];
  return [
    ...bullets("Your feedback", answers),
    ...sections,
    // What was found above the line, what is to be known about it below.
    ...(sections.length > 0 && about.length > 0 ? [{ type: "divider" as const }] : []),
    ...about,
  ];
}

const headingCharactersMax = 300;
const headingText = (heading: string): string =>
  clamp(legible(heading).trim() || "Also", headingCharactersMax);

const one = (text: string): RichTextElement[] => [plain(text)];

/** `Grace: the words [1][2]`: each number opens its source where the quote stands, and stands there once for each place. */
function statementText(
  statement: Statement,
  number: number,
  facts: DraftFacts,
  { marked }: { marked: boolean },
): RichTextElement[] {
  const { speaker, text, citations } = statement;
  const own = facts.citations.filter((citation) => citation.statement === number);
  const places = new Map(
    citations.map(({ source, quote }) => {
      const url = own.find((row) => row.source === source && row.quote === quote)?.url ?? null;
      return [`${source} ${url}`, { source, url }];
    }),
  );
  const marks = [...places.values()].map(({ source, url }) =>
    url === null ? plain(`[${source}]`) : linked(url, `[${source}]`),
  );
  return [
    ...(speaker === null ? [] : [bold(`${speaker}: `)]),
    plain(text),
    ...(marks.length > 0 ? [plain(" "), ...marks] : []),
    ...(marked ? [] : remarks(statement)),
  ];
}

/** "Verified" is said only where a model has found all of the claim in its passages; what any check found wrong, beside it. */
function remarks(statement: Statement): RichTextElement[] {
  const { check } = statement;
  if (check.result === "unchecked") return [faint("  (citation unchecked)")];
  const { model } = check;
  if (isVerified(statement)) return [faint("  ✓ verified")];
  const problems = [
    ...(check.result === "flagged" ? check.problems : []),
    ...(model === undefined || model.says === "supported" ? [] : [verdictWords(model)]),
  ];
  return problems.length === 0 ? [] : [faint(`  ⚠ ${problems.join("; ")}`)];
}

function verdictWords({ says, why }: Verdict): string {
  const words = says === "partial" ? "only partly in the source" : "not supported by the source";
  const reason = clamp(legible(why).trim(), 200);
  return reason === "" ? words : `${words}: ${reason}`;
}

function sourceList({ draft }: DraftFacts): KnownBlock[] {
  const items = draft.sources.map(({ title, url }, n): RichTextElement[] => {
    const host = url === null ? "" : hostOf(url);
    const name = clamp(legible(title).trim() || host || "Untitled", 200);
    return [
      plain(`[${n + 1}] `),
      // The host stands beside it, because a page may call itself anything.
      ...(url === null || host === "" ? [plain(name)] : [linked(url, name), faint(`  ${host}`)]),
    ];
  });
  return bullets("Sources", items);
}
