import { expect, test } from "vitest";
import { missingNames, namesIn } from "../../../src/research/check/names.ts";
import { missingNumbers, numbersIn } from "../../../src/research/check/numbers.ts";
import { aroundQuote, findQuote } from "../../../src/research/check/quote.ts";

const values = (text: string): string[] => numbersIn(text).flatMap((amount) => amount.values);

test("numbers are read as a reader reads them", () => {
  expect(values("1,200 users, 4.5% and €76.25 million [3]")).toEqual(["1200", "4.5", "76.25"]);
  expect(values("seven of twelve, the third")).toEqual(["7", "12", "3"]);
  expect(values("$5k in 200ms")).toEqual(["5", "5000", "200"]);
  expect(values("v2 of B2B in 3D")).toEqual([]);
  expect(values("at 14:30 on 2026-03-02")).toEqual(["14", "30", "2026", "3", "2"]);
});

test.each([
  ["It has 12 parts", "It has twelve parts", []],
  ["It cost 1200", "It cost 1,200", []],
  ["It cost $5k", "It cost 5,000 dollars", []],
  ["One of them left", "They left", []],
  ["It has 12 or 13 parts", "It has 12 parts", ["13"]],
  ["Seven left", "Eight left", ["seven"]],
])("%j against %j misses %j", (text, scope, missing) => {
  expect(missingNumbers(text, scope)).toEqual(missing);
});

test("names are capitalised words inside a sentence, without days, months and stop-words", () => {
  expect(namesIn("Yesterday Ada met Grace's team on Monday. Then I left Berlin.")).toEqual([
    "Ada",
    "Grace",
    "Berlin",
  ]);
  expect(missingNames("We asked Ada and Bob", "ada's answer")).toEqual(["Bob"]);
});

test("a quote is found with other white space, never with other words", () => {
  const text = "one  two\nthree four";
  expect(findQuote(text, "two three")).toEqual({ start: 5, end: 14 });
  expect(findQuote(text, "two  four")).toBeUndefined();
  expect(findQuote(text, "Two")).toBeUndefined();
});

test("around a quote are its sentence and one on each side", () => {
  const text = "One here. Two here. Three here. Four here. Five here.";
  expect(aroundQuote(text, { start: 20, end: 30 })).toBe("Two here. Three here. Four here.");
});
