import { describe, expect, test } from "vitest";
import { decodeReference } from "../../blocks/actions.ts";
import { cardMessage } from "../../blocks/card.ts";
import { draftMessages } from "../../blocks/draft.ts";
import type { MoneyFacts } from "../../blocks/facts.ts";
import { costPart, costStatus } from "../../blocks/money.ts";
import { type UsageFacts, usageText, workspaceUsage } from "../../blocks/usage.ts";
import { defaultLimits, type Limits } from "../../src/domain/budget.ts";
import { aTask, draftFacts, taskFacts } from "./facts.ts";
import { expectAccepted } from "./inspect.ts";
import { walk } from "./reading.ts";

const money = (overrides: Partial<MoneyFacts> = {}): MoneyFacts => ({
  spentCents: 42,
  maybeCents: 0,
  calls: 7,
  limitUsd: 1,
  shortOf: null,
  offerCents: null,
  ...overrides,
});
const running = { status: "running", phase: "gather" };
const cardOf = (facts: MoneyFacts | null, state: Record<string, unknown> = running): string => {
  const message = cardMessage(taskFacts(state, { money: facts }));
  expectAccepted([message]);
  return JSON.stringify(message);
};

describe("what a task has cost", () => {
  test("stands on the card and in its status, beside the limit where there is one", () => {
    expect(cardOf(money())).toContain(" · $0.42 of $1.00");
    expect(costStatus(money({ limitUsd: null }))).toBe("\nCost: $0.42 for 7 calls of the model.");
  });

  test("is not mentioned where it has cost nothing", () => {
    expect([costPart(null), costPart(money({ spentCents: 0 })), costStatus(null)]).toEqual([
      "",
      "",
      "",
    ]);
    expect(cardOf(null)).not.toContain("$");
  });

  test("says which part of it nobody is certain of", () => {
    expect(costStatus(money({ maybeCents: 8 }))).toContain("$0.08 of it maybe paid");
  });
});

describe("on the card", () => {
  test.each([
    [money({ spentCents: 79 }), false],
    [money({ spentCents: 80 }), true],
    [money({ spentCents: 500, limitUsd: null }), false],
  ])("the end of the budget is announced from 80 % on: %#", (facts, warned) => {
    expect(cardOf(facts).includes("More than 80 %")).toBe(warned);
    expect(cardOf(facts, { status: "in_review", since: "2026-03-02T12:00:00Z" })).not.toContain(
      "80 %",
    );
  });

  test.each([
    ["task", "The budget of this task, $1.00, did not allow more."],
    ["person", "The budget of the person who asked did not allow more this month."],
    ["channel", "The budget of this channel did not allow more this month."],
    ["workspace", "The budget of this workspace did not allow more this month."],
  ] as const)("it is said whose budget keeps a run from going further: %s", (shortOf, words) => {
    expect(cardOf(money({ shortOf }))).toContain(`${words} I write up what I have.`);
  });
});

test("a draft that could have been more says so, and its button carries what it says", () => {
  const short = money({ shortOf: "task", offerCents: 150 });
  const facts = draftFacts(undefined, { cost: short, short });
  const messages = draftMessages(aTask(), facts);
  expectAccepted(messages);
  expect(JSON.stringify(messages)).toContain("This is what I have; I can go on from here.");
  const buttons = walk(messages).filter((found) => found["action_id"] === "continue");
  expect(buttons.map(({ value }) => decodeReference(String(value))?.usd)).toEqual([1.5]);
  expect(JSON.stringify(buttons)).toContain("Continue for $1.50?");

  const monthly = money({ shortOf: "person" });
  const without = JSON.stringify(
    draftMessages(aTask(), draftFacts(undefined, { cost: monthly, short: monthly })),
  );
  expect(without).toContain("This is what I have.");
  expect(without).not.toContain("Continue for");
});

const facts = (overrides: Partial<UsageFacts> = {}): UsageFacts => ({
  cents: 155,
  openCents: 20,
  tasks: [
    { number: 7, question: "why?\nand how?", cents: 105, openCents: 20, maybeCalls: 0 },
    { number: 9, question: null, cents: 50, openCents: 0, maybeCalls: 2 },
  ],
  more: 0,
  ...overrides,
});

describe("the usage", () => {
  const month = "November 2026";

  test("names what was spent, on what, and what is under way", () => {
    expect(usageText({ person: facts(), channel: null, month }, defaultLimits).split("\n")).toEqual(
      [
        "*What I have spent in November 2026* (UTC)",
        "*For you:* $1.55 of $20.00 (and up to $0.20 for what is under way)",
        "• *L-7* $1.05 (and up to $0.20 for what is under way) · why? and how?",
        "• *L-9* $0.50 (2 calls of it maybe paid: cut off, and counted with the most it can have cost)",
        "_A task may cost $1.00 unless somebody lets it go on for more._",
      ],
    );
  });

  test("counts the tasks that it does not name, and knows of budgets without a limit", () => {
    const unlimited: Limits = { task: null, person: null, channel: null, workspace: null };
    const text = usageText({ person: facts(), channel: facts({ more: 3 }), month }, unlimited);
    expect(text).toContain("*In this channel:* $1.55 (and");
    expect(text).toContain("• and 3 more tasks");
    expect(text).toContain("_A task may cost any amount");
  });

  test("of the workspace says nothing of what was asked, and hostile words stay words", () => {
    const hostile = {
      number: 1,
      question: "<!channel> *a*",
      cents: 1,
      openCents: 0,
      maybeCalls: 0,
    };
    const text = usageText(
      { person: facts({ tasks: [hostile] }), channel: null, month },
      defaultLimits,
    );
    expect(text).not.toMatch(/<!channel>|\*a\*/);
    expect(workspaceUsage(facts({ cents: 0, openCents: 0, tasks: [] }), defaultLimits)).toBe(
      "*In this workspace:* $0.00 of $200.00",
    );
  });
});
