import { describe, expect, test } from "vitest";
import { statementsOf, type Check, type Citation, type Draft } from "../../../src/domain/draft.ts";
import type { Material } from "../../../src/research/engine.ts";
import { checkDraft } from "../../../src/research/check/check.ts";
import { sourceOf } from "../../support/samples.ts";

const text =
  "Acme was founded in Berlin. It raised $4.2 million in March 2024, led by Nordwind Capital. The money pays for 14 new engineers. The office\nmoved to Lisbon. Nobody was let go.";
const material: Material = {
  sources: [
    sourceOf("page", "Acme news", [[null, text]]),
    sourceOf("thread", "Thread in #ops", [["Ada", "We do not deploy on Fridays."]]),
  ],
  findings: [],
  notes: [],
};
const round = "It raised $4.2 million in March 2024, led by Nordwind Capital.";

const cite = (quote: string, source = 1): Citation => ({ source, passage: 0, quote });
const draftOf = (
  statement: string,
  citations: Citation[],
  speaker: string | null = null,
): Draft => ({
  headline: "Acme",
  sections: [
    {
      heading: "Key points",
      statements: [{ text: statement, speaker, citations, check: { result: "unchecked" } }],
    },
  ],
  missing: [],
  next: [],
  answers: [],
  sources: [
    { position: 0, title: "Acme news", url: null },
    { position: 1, title: "Thread in #ops", url: null },
  ],
  method: "by hand",
});
const checked = (
  statement: string,
  citations: Citation[],
  speaker: string | null = null,
): Check | undefined =>
  statementsOf(checkDraft(draftOf(statement, citations, speaker), material))[0]?.check;
const problems = (statement: string, quote = round): readonly string[] => {
  const check = checked(statement, [cite(quote)]);
  return check?.result === "flagged" ? check.problems : [];
};

test("a sentence that quotes itself is found", () => {
  expect(checked(round, [cite(round)])).toEqual({ result: "found", overlap: 1 });
});

test("a quote may differ in white space, but not in a letter", () => {
  expect(
    checked("The office moved to Lisbon.", [cite("The office moved to Lisbon.")])?.result,
  ).toBe("found");
  const draft = checkDraft(draftOf(round, [cite(round.replace("raised", "raises"))]), material);
  expect(statementsOf(draft)).toEqual([]);
});

test("a statement whose quote is not there is removed, and the draft says so", () => {
  const draft = checkDraft(draftOf("Acme won a prize.", [cite("Acme won a prize.")]), material);
  expect(draft.sections).toEqual([]);
  expect(draft.missing).toEqual([
    "A statement was removed: its quote is not in the passage it cites (source 1).",
  ]);
});

test.each([
  ["a source that is not listed", { source: 9, passage: 0, quote: round }],
  ["a passage that does not exist", { source: 1, passage: 7, quote: round }],
  ["an empty quote", { source: 1, passage: 0, quote: "  " }],
])("%s is no evidence", (_, citation) => {
  expect(statementsOf(checkDraft(draftOf(round, [citation]), material))).toEqual([]);
});

test("of two citations only the wrong one goes", () => {
  const draft = checkDraft(draftOf(round, [cite(round), cite("Not there.")]), material);
  expect(statementsOf(draft)[0]?.citations).toEqual([cite(round)]);
  expect(draft.missing).toEqual([
    "A citation was removed: its quote is not in the passage it cites (source 1).",
  ]);
});

test("a statement without a citation stays, flagged: somebody may have written it", () => {
  expect(checked("We should buy Acme.", [])).toEqual({
    result: "flagged",
    overlap: 0,
    problems: ["no source given"],
  });
});

describe("what is not in the cited sentences is named", () => {
  test("a changed number", () => {
    expect(problems(round.replace("4.2", "4.7"))).toEqual([
      "the number $4.7 is not in the cited passage",
    ]);
  });
  test("a swapped name", () => {
    expect(problems(round.replace("Nordwind", "Southgate"))).toEqual([
      "the name Southgate is not in the cited passage",
    ]);
  });
  test("another month", () => {
    expect(problems(round.replace("March", "April"))).toEqual([
      "April is not in the cited passage",
    ]);
  });
  test("a not that was put in, or left out", () => {
    expect(problems(round.replace("raised", "never raised"))).toEqual([
      "the cited sentence says it without “not”",
    ]);
    expect(
      checked("We do deploy on Fridays.", [cite("We do not deploy on Fridays.", 2)], "Ada"),
    ).toMatchObject({ problems: ["the cited sentence says “not”"] });
  });
  test("another speaker", () => {
    expect(
      checked("We do not deploy on Fridays.", [cite("We do not deploy on Fridays.", 2)], "Bob"),
    ).toMatchObject({
      problems: ["the cited passage is by Ada, not by Bob"],
    });
  });
  test("words of one's own", () => {
    expect(problems("Investors expect a takeover battle soon.")[0]).toMatch(
      /^wording overlap 0.00/,
    );
  });
});

test("a number one sentence further on counts, two sentences further on does not", () => {
  expect(problems("It raised $4.2 million in March 2024 for 14 new engineers.")).toEqual([]);
  expect(
    problems("Acme was founded in Berlin with 14 engineers.", "Acme was founded in Berlin."),
  ).toContain("the number 14 is not in the cited passage");
});

test("no result ever claims that something is true", () => {
  const drafts = [
    draftOf(round, [cite(round)]),
    draftOf("Acme has 99 cats.", [cite(round)]),
    draftOf("x", []),
  ];
  expect(JSON.stringify(drafts.map((draft) => checkDraft(draft, material)))).not.toMatch(
    /verified|supported/i,
  );
});

test("checking again changes nothing", () => {
  const draft = draftOf(round.replace("4.2", "4.7"), [cite(round), cite("Not there.")]);
  const once = checkDraft(draft, material);
  expect(checkDraft(once, material)).toEqual(once);
});

test("nothing but marks and removals is changed", () => {
  const draft = draftOf(round, [cite(round)]);
  const after = checkDraft(draft, material);
  const unmarked = after.sections.map((section) => ({
    ...section,
    statements: section.statements.map((statement) => ({
      ...statement,
      check: { result: "unchecked" },
    })),
  }));
  expect({ ...after, sections: unmarked }).toEqual(draft);
});
