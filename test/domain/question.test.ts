import { expect, test } from "vitest";
import { Choice, fitQuestion, readAnswer } from "../../src/domain/question.ts";
import { at } from "./tasks.ts";

const choice = Choice.parse({
  options: ["EMEA", "All regions"],
  default: "All regions",
  until: at,
});

test.each([
  ["emea", "EMEA"],
  ["EMEA!", "EMEA"],
  ["1", "EMEA"],
  ["2.", "All regions"],
  ["the second one", "All regions"],
  ["option 1", "EMEA"],
  ["you decide", "All regions"],
  ["I don't mind", "All regions"],
  ["whatever", "All regions"],
  ["EMEA and Turkey", "EMEA and Turkey"],
  ["3", "3"],
  ["the third one", "the third one"],
])("the reply “%s” answers “%s”", (said, answer) => {
  expect(readAnswer(said, choice)).toBe(answer);
});

test("a question is shown in one line, with at most four different ways to answer, each short enough for a button", () => {
  const fit = fitQuestion({
    question: " Which\n region? ",
    options: ["EMEA", "emea ", "", "x".repeat(200), "A", "B", "C"],
    default: "emea.",
  });
  expect(fit).toEqual({
    question: "Which region?",
    options: ["EMEA", `${"x".repeat(74)}…`, "A", "B"],
    default: "EMEA",
  });
});

test("without a default the first way holds; one that is no option is kept as it is", () => {
  const asking = { question: "Which?", options: ["A", "B"] };
  expect(fitQuestion({ ...asking, default: " " })?.default).toBe("A");
  expect(fitQuestion({ ...asking, default: "Both" })?.default).toBe("Both");
});

test.each([
  { question: "Which?", options: ["A"], default: "A" },
  { question: "Which?", options: ["A", "a"], default: "A" },
  { question: "\u0000 ", options: ["A", "B"], default: "A" },
])("what leaves nothing to choose is not asked: %o", (asking) => {
  expect(fitQuestion(asking)).toBeNull();
});

test("whatever an engine asks can be stored once it fits", () => {
  const wild = "\u0000\ud800 a".repeat(1_000);
  const fit = fitQuestion({ question: wild, options: [wild, `b${wild}`], default: wild });
  expect(Choice.parse({ ...fit, until: at }).options).toHaveLength(2);
  expect(JSON.stringify(fit)).not.toContain("\\u0000");
});
