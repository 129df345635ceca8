import fc from "fast-check";
import { expect, test } from "vitest";
import { Draft, type Statement } from "../../src/domain/draft.ts";
import { draftToText, textToDraft } from "../../src/domain/edit.ts";

const statement = (text: string, ...sources: number[]): Statement => ({
  text,
  speaker: null,
  citations: sources.map((source) => ({ source, passage: 0, quote: `quote of ${text}` })),
  check: { result: "found", overlap: 1 },
});

const draft: Draft = Draft.parse({
  headline: "Checkout is slow",
  sections: [
    {
      heading: "Causes",
      statements: [
        statement("The cache is cold.", 1),
        statement("Taxes are asked twice.", 2, 1),
        { ...statement("It began in May.", 2), speaker: "Grace" },
      ],
    },
    { heading: "Costs", statements: [statement("It costs 3 % of orders.", 1)] },
  ],
  missing: ["No figures for June."],
  next: [],
  answers: [],
  sources: [
    { position: 0, title: "Minutes", url: null },
    { position: 1, title: "Report", url: null },
  ],
  method: "Extractive",
});

test("a draft is shown as text that reads like the draft", () => {
  expect(draftToText(draft).split("\n")).toEqual([
    "Checkout is slow",
    "## Causes",
    "- The cache is cold. [1]",
    "- Taxes are asked twice. [2][1]",
    "- Grace: It began in May. [2]",
    "## Costs",
    "- It costs 3 % of orders. [1]",
  ]);
});

const edit = (change: (text: string) => string) => textToDraft(change(draftToText(draft)), draft);

test("lines left alone keep citations and checks; a changed line is to be checked again", () => {
  const edited = edit((text) => text.replace("cache is cold", "cache is cold at night"));
  expect(edited?.sections[0]?.statements).toEqual([
    {
      ...statement("The cache is cold at night.", 1),
      citations: [{ source: 1, passage: 0, quote: "quote of The cache is cold." }],
      check: { result: "unchecked" },
    },
    draft.sections[0]?.statements[1],
    draft.sections[0]?.statements[2],
  ]);
});

test("two equal lines that rest on different words each keep their own", () => {
  const twice = [
    { ...statement("It is slow.", 1) },
    { ...statement("It is slow.", 1), citations: [{ source: 1, passage: 4, quote: "so slow" }] },
  ];
  const before: Draft = { ...draft, sections: [{ heading: "Causes", statements: twice }] };
  expect(textToDraft(draftToText(before), before)?.sections).toEqual(before.sections);
});

test("a mark taken away takes its citation along, and a made-up mark brings none", () => {
  const edited = edit((text) => text.replace("cold. [1]", "cold. [7]").replace("[2][1]", ""));
  const [first, second] = edited?.sections[0]?.statements ?? [];
  expect(first?.citations).toEqual([]);
  expect(second?.citations).toEqual([]);
});

test("lines and headings can be added, moved and taken out", () => {
  const edited = textToDraft(
    [
      "# New headline",
      "A line before any heading",
      "## Costs",
      "* It costs 3 % of orders. [1]",
      "",
      "## Empty",
    ].join("\n"),
    draft,
  );
  expect(edited).toMatchObject({
    headline: "New headline",
    sections: [
      { heading: "Key points", statements: [{ text: "A line before any heading", citations: [] }] },
      { heading: "Costs", statements: [draft.sections[1]?.statements[0]] },
    ],
    missing: draft.missing,
    sources: draft.sources,
  });
});

test("nothing but blank is no draft", () => {
  expect(textToDraft("", draft)).toBeUndefined();
  expect(textToDraft(" \n\t\n", draft)).toBeUndefined();
});

const words = fc.string({ minLength: 1, maxLength: 30 }).filter((text) => text.trim() !== "");
const anyStatement = fc.record({
  text: fc.oneof(
    words,
    fc.constantFrom("twice the same", "## no heading", "- a dash", "two\nlines"),
  ),
  speaker: fc.option(words, { nil: null }),
  citations: fc.array(
    fc.record({ source: fc.integer({ min: 1, max: 9 }), passage: fc.nat(5), quote: words }),
    { maxLength: 3 },
  ),
  check: fc.constant({ result: "unchecked" as const }),
});
const anyDraft = fc
  .record({
    headline: words.filter((text) => !text.trim().startsWith("#")),
    sections: fc.array(
      fc.record({
        heading: fc.oneof(words, fc.constant("")),
        statements: fc.array(anyStatement, { minLength: 1, maxLength: 5 }),
      }),
      { maxLength: 4 },
    ),
  })
  .map((part): Draft => ({ ...draft, ...part }));

const oneLine = (text: string): string => text.replace(/\s+/g, " ").trim();

test("any draft that is opened for editing and saved as it is stays what it was", () => {
  fc.assert(
    fc.property(anyDraft, (before) => {
      const after = textToDraft(draftToText(before), before);
      expect(after?.headline).toBe(oneLine(before.headline));
      expect(after?.sections).toEqual(
        before.sections.map(({ heading, statements }) => ({
          heading: oneLine(heading),
          statements,
        })),
      );
    }),
    { numRuns: 500 },
  );
});
