import { expect, test } from "vitest";
import { isDecision, isTask } from "../../../src/research/extractive/cues.ts";
import { openQuestions } from "../../../src/research/extractive/open.ts";
import { disagreements } from "../../../src/research/extractive/disagree.ts";
import { headlineText, shorten } from "../../../src/research/extractive/clean.ts";
import { unitsOf } from "../../../src/research/extractive/units.ts";
import { sourceOf } from "../../support/samples.ts";

test.each([
  "We decided to postpone the launch.",
  "Let's go with option B.",
  "ok, we'll use Postgres",
  "Agreed: no deploys on Friday.",
  "The board approved the budget.",
])("%j is a decision", (text) => expect(isDecision(text)).toBe(true));

test.each([
  "Should we go with option B?",
  "We haven't decided to postpone anything.",
  "If we decided to wait, nobody would mind.",
  "Maybe let's go with option B.",
  "We need to decide on pricing.",
  "uh we'll use the the other one",
])("%j is no decision", (text) => expect(isDecision(text)).toBe(false));

test.each([
  "I'll update the page by Friday.",
  "@Grace can you write the FAQ?",
  "Raj will send the numbers tomorrow.",
  "please post a status update",
])("%j is a task", (text) => expect(isTask(text)).toBe(true));

test.each([
  "I'll be away next week.",
  "I'll see what happens.",
  "Please let me know.",
  "Who will send the numbers?",
  "I'll update it if you want.",
])("%j is no task", (text) => expect(isTask(text)).toBe(false));

const open = async (...turns: [string, string][]): Promise<string[]> => {
  const { units } = await unitsOf([sourceOf("thread", "t", turns)]);
  return openQuestions(units).map(({ text }) => text);
};

test("a question is open until somebody else takes it up", async () => {
  const question: [string, string] = ["Ada", "Who pays for the second server?"];
  expect(await open(question)).toHaveLength(1);
  expect(await open(question, ["Ada", "The second server is expensive."])).toHaveLength(1);
  expect(await open(question, ["Bob", "We had pizza for lunch today."])).toHaveLength(1);
  expect(await open(question, ["Bob", "Marketing covers the second server."])).toHaveLength(0);
  expect(
    await open(["Ada", "Is the server paid for?"], ["Bob", "Yes, since Monday."]),
  ).toHaveLength(0);
  expect(
    await open(["Ada", "Where do the figures come from?"], ["Bob", "From the dashboard."]),
  ).toHaveLength(0);
});

const differ = async (...texts: string[]): Promise<string[]> => {
  const { units } = await unitsOf(texts.map((text, i) => sourceOf("page", `${i}`, [[null, text]])));
  return disagreements(units).map(({ about }) => about);
};

test("different figures for the same thing disagree; other times, other things and the same figure do not", async () => {
  const base = "The notice period for tenants is 14 days.";
  expect(await differ(base, "The notice period for tenants is 30 days.")).toEqual([
    "14 days or 30 days",
  ]);
  expect(await differ(base, "The notice period for tenants is 14 days.")).toEqual([]);
  expect(await differ(base, "Delivery takes 30 days.")).toEqual([]);
  expect(
    await differ(
      "In 2020 the notice period for tenants was 14 days.",
      "In 2022 the notice period for tenants was 30 days.",
    ),
  ).toEqual([]);
  expect(
    await differ(
      "Berlin has a notice period for tenants of 14 days.",
      "Paris has a notice period for tenants of 30 days.",
    ),
  ).toEqual([]);
  expect(await differ(base, "Is the notice period for tenants 30 days?")).toEqual([]);
});

test("a statement and its denial disagree", async () => {
  const about = await differ(
    "The export tool supports large encrypted files.",
    "The export tool does not support large encrypted files.",
  );
  expect(about).toEqual(["yes or no"]);
});

test("a headline drops what only opens a sentence, and ends at a clause where it can", () => {
  expect(headlineText("OK so we decided to drop the free tier.", 80)).toBe("Drop the free tier");
  expect(headlineText("I think the cache is full, which nobody had expected at all", 30)).toBe(
    "The cache is full",
  );
  expect(shorten("abcdefghij klmnopqr stuvwxyz", 22)).toBe("abcdefghij klmnopqr…");
});
