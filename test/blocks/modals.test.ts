import { describe, expect, test } from "vitest";
import { canEdit, editModal, quotesModal, reviseModal } from "../../blocks/modals.ts";
import { draftToText } from "../../src/domain/edit.ts";
import type { Draft } from "../../src/domain/draft.ts";
import { checkView } from "../../src/sandbox/check/check.ts";
import { aDraft } from "../support/engine.ts";
import { aTask, draftFacts } from "./facts.ts";
import { walk } from "./reading.ts";

const draftOf = (sentences: readonly string[]): Draft =>
  aDraft({
    sections: [
      {
        heading: "Key points",
        statements: sentences.map((text) => ({
          text,
          speaker: null,
          citations: [{ source: 1, passage: 0, quote: `${text} <!channel> `.repeat(20) }],
          check: { result: "found", overlap: 1 },
        })),
      },
    ],
  });

const inputsOf = (draft: Draft): readonly string[] =>
  walk(editModal(aTask(), draftFacts(draft)).blocks).flatMap((found) =>
    typeof found["initial_value"] === "string" ? [found["initial_value"]] : [],
  );

describe("the edit form", () => {
  test("holds the whole text, in several inputs where it is long", () => {
    const draft = draftOf(
      Array.from({ length: 60 }, (_, n) => `Sentence ${n} ${"word ".repeat(25)}`),
    );
    const inputs = inputsOf(draft);
    expect(inputs.length).toBeGreaterThan(2);
    expect(inputs.join("\n")).toBe(draftToText(draft));
    expect(checkView(editModal(aTask(), draftFacts(draft)))).toBeDefined();
  });

  test.each([
    ["with one line longer than an input", draftOf(["word ".repeat(700)])],
    ["longer than all inputs", draftOf(Array.from({ length: 30 }, () => "word ".repeat(500)))],
  ])("does not open on a draft %s, which it would cut", (_, draft) => {
    expect(canEdit(draft)).toBe(false);
    expect(inputsOf(draft)).toEqual([]);
    expect(checkView(editModal(aTask(), draftFacts(draft)))).toBeDefined();
  });
});

test("the revise form is one that Slack takes", () => {
  expect(checkView(reviseModal(aTask(), draftFacts()))).toBeDefined();
});

describe("the quotes", () => {
  test("are shown as they stand, each with its statement and source", () => {
    const view = JSON.stringify(quotesModal(aTask(), draftFacts()));
    expect(view).toContain('"text":"rose to 4 s on Monday"');
    expect(view).toContain("The p95 of checkout rose to 4 s on Monday.");
    expect(view).toContain("https://status.example/checkout");
  });

  test("of a huge draft are as many as a view holds, and the rest is counted", () => {
    const draft = draftOf(Array.from({ length: 400 }, (_, n) => `Sentence ${n}`));
    const view = quotesModal(aTask(), draftFacts(draft));
    expect(checkView(view)).toBeDefined();
    expect(JSON.stringify(view.blocks.at(-1))).toMatch(/and 30\d more/);
  });
});
