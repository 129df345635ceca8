import { expect, test } from "vitest";
import type { Wish } from "../../../src/research/extractive/wish.ts";
import { wishesIn } from "../../../src/research/extractive/wishes.ts";

const readings: [string, Wish[]][] = [
  ["Shorter, please.", [{ type: "shorter" }]],
  ["this is too long", [{ type: "shorter" }]],
  ["give me more detail", [{ type: "longer" }]],
  ["5 points", [{ type: "points", count: 5 }]],
  ["three bullets max", [{ type: "points", count: 3 }]],
  ["max 100 words", [{ type: "words", count: 100 }]],
  ["focus on the cost", [{ type: "focus", on: "cost" }]],
  ["more about pricing please", [{ type: "focus", on: "pricing" }]],
  ["leave out the part about hiring", [{ type: "without", on: "hiring" }]],
  ["don't mention Bob", [{ type: "without", on: "Bob" }]],
  ["only use the pdf", [{ type: "only from", on: "pdf" }]],
  ["use only acme.example", [{ type: "only from", on: "acme.example" }]],
  ["find more sources", [{ type: "more sources" }]],
  ["use other sources", [{ type: "other sources" }]],
  ["also read https://a.example/b.html", [{ type: "link" }]],
  ["make it simpler", [{ type: "simpler" }]],
  ["title: All is well", [{ type: "headline", text: "All is well" }]],
  ["without the figures", [{ type: "parts", parts: ["figures"], drop: true }]],
  [
    "just the decisions and action items",
    [{ type: "parts", parts: ["decisions", "tasks"], drop: false }],
  ],
  ["write it in French", [{ type: "cannot", what: "translate" }]],
  ["hmm", [{ type: "unclear" }]],
  [
    "Shorter. Focus on cost and leave out Bob; 3 points",
    [
      { type: "shorter" },
      { type: "focus", on: "cost" },
      { type: "without", on: "Bob" },
      { type: "points", count: 3 },
    ],
  ],
];

test.each(readings)("%j is understood", (feedback, wishes) => {
  expect(wishesIn([feedback]).map(({ wish }) => wish)).toEqual(wishes);
});

test("a message of nothing gives no wish, and a number has a limit", () => {
  expect(wishesIn([" "])).toEqual([]);
  expect(wishesIn(["9999 points"])[0]?.wish).toEqual({ type: "points", count: 30 });
});
