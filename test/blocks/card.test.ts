import { describe, expect, test } from "vitest";
import { cardMessage } from "../../blocks/card.ts";
import type { Message } from "../../blocks/elements.ts";
import { endMessage } from "../../blocks/end.ts";
import type { TaskFacts } from "../../blocks/facts.ts";
import { draftFacts, grace, taskFacts } from "./facts.ts";
import { expectAccepted } from "./inspect.ts";
import { markedTexts, walk } from "./reading.ts";

const at = "2026-03-02T12:00:00Z";
const shown = (message: Message | undefined): string => JSON.stringify(message);
const buttonsOf = (message: Message | undefined) =>
  walk(message?.blocks).flatMap((found) =>
    found["type"] === "button" ? [found["action_id"]] : [],
  );

const subtask = (number: number, overrides: Partial<TaskFacts["subtasks"][number]> = {}) => ({
  number,
  title: `Look ${number}`,
  status: "pending" as const,
  problem: null,
  sources: 0,
  note: null,
  ...overrides,
});

describe("the card", () => {
  test.each([
    [{ status: "queued" }, "Queued · 2 before it", ["stop"]],
    [{ status: "running", phase: "plan" }, "Planning", ["stop"]],
    [{ status: "running", phase: "gather" }, "Gathering", ["stop"]],
    [{ status: "running", phase: "write" }, "Writing", ["stop"]],
    [{ status: "running", phase: "check" }, "Checking the citations", ["stop"]],
    [{ status: "in_review", since: at }, "Draft ready for review", []],
    [{ status: "approved", by: grace, at }, "Approved by <@U0GRACE>", []],
    [{ status: "discarded", by: grace, at }, "Discarded by <@U0GRACE>", []],
    [{ status: "cancelled", by: grace, at }, "Stopped by <@U0GRACE>", []],
    [{ status: "expired", at }, "Expired", []],
    [{ status: "failed", reason: "The wiki was away.", at }, "Not finished: The wiki", ["retry"]],
  ])("of a task that is %o says so, with what can be pressed then", (state, words, buttons) => {
    const card = cardMessage(taskFacts(state, { ahead: 2 }));
    expect(shown(card)).toContain(words);
    expect(buttonsOf(card)).toEqual(buttons);
    expectAccepted([card]);
  });

  test("counts sources and names each part with where it stands", () => {
    const card = shown(
      cardMessage(
        taskFacts(
          { status: "running", phase: "gather" },
          {
            subtasks: [
              subtask(1, { status: "done", sources: 3 }),
              subtask(2, { status: "running" }),
              subtask(3, { status: "failed", problem: "The page did not answer." }),
            ],
          },
        ),
      ),
    );
    expect(card).toContain("3 sources so far");
    expect(card).toContain(":white_check_mark: Look 1 · 3 sources");
    expect(card).toContain(":large_blue_circle: Look 2");
    expect(card).toContain(":warning: Look 3 · The page did not answer.");
  });

  test("of a stopped task shows no part as running", () => {
    const state = { status: "cancelled", by: grace, at };
    const card = cardMessage(taskFacts(state, { subtasks: [subtask(1, { status: "running" })] }));
    expect(shown(card)).not.toContain("blue_circle");
  });

  test("says where it moved from, and that something could not be shown", () => {
    const card = shown(
      cardMessage(
        taskFacts({ status: "queued" }, { unshown: 1, taskFields: { movedFrom: "C0RANDOM" } }),
      ),
    );
    expect(card).toContain("could not answer in <#C0RANDOM>");
    expect(card).toContain("did not confirm, 1 message of mine");
  });

  test("shows hostile words of others as they are", () => {
    const words = `<!channel> <@U1> *a* _b_ ~c~ \`d\` https://evil.example :tada: @here\n> e ${"&".repeat(3_000)}`;
    const hostile = taskFacts(
      { status: "failed", reason: words, at },
      {
        taskFields: { question: words },
        subtasks: Array.from({ length: 8 }, (_, n) =>
          subtask(n + 1, { title: words, status: "failed", problem: words }),
        ),
      },
    );
    const end = endMessage(hostile);
    const messages = [cardMessage(hostile), ...(end ? [end] : [])];
    expectAccepted(messages);
    for (const text of markedTexts(messages)) {
      expect(text).not.toMatch(/<[!]|<@U1>|:\/\/|:tada:|@here|\*a\*|_b_|~c~|`d`|\n&gt;|\n>\s*e/);
    }
  });
});

test("a part that read nothing says why", () => {
  const subtasks = [
    subtask(1, { status: "done", note: "Web search (wikipedia) could not be reached." }),
    subtask(2, { status: "done" }),
  ];
  const card = shown(cardMessage(taskFacts({ status: "in_review", since: at }, { subtasks })));

  expect(card).toContain(":warning: Look 1 · Web search (wikipedia) could not be reached.");
  expect(card).toContain(":white_check_mark: Look 2 · nothing found");
});

const line = (state: Record<string, unknown>, estimateSeconds: number | null) =>
  shown(cardMessage(taskFacts(state, { estimateSeconds })));

test("under way the card says what the plan expects, and no longer once there is a draft", () => {
  const gathering = { status: "running", phase: "gather" };
  expect(line(gathering, 7)).toContain("about 10 s in all");
  expect(line(gathering, 200)).toContain("about 4 minutes in all");
  expect(line(gathering, null)).not.toContain("about");
  expect(line({ status: "in_review", since: at }, 7)).not.toContain("about");
});

describe("an end", () => {
  const gathered = [subtask(1, { status: "done", sources: 3 }), subtask(2)];

  test.each([
    [{ status: "failed", reason: "The wiki was away.", at }, "could not be finished", ["retry"]],
    [{ status: "cancelled", by: grace, at }, "was stopped* by <@U0GRACE>", []],
    [{ status: "expired", at }, "has expired", []],
  ])("of a task that is %o says what is done, missing and next", (state, words, buttons) => {
    const end = endMessage(taskFacts(state, { subtasks: gathered }));
    expect(shown(end)).toContain(words);
    expect(shown(end)).toContain("*Done:* 1 of 2 parts gathered, 3 sources read.");
    expect(shown(end)).toContain("*Missing:* Look 2; ");
    expect(shown(end)).toContain("*Next:*");
    expect(buttonsOf(end)).toEqual(buttons);
  });

  test("counts the drafts that are there, and what is not", () => {
    const state = { status: "failed", reason: "Writing failed.", at };
    const facts = { drafts: [draftFacts()], taskFields: { revision: 2 } };
    const end = shown(endMessage(taskFacts(state, facts)));
    expect(end).toContain("*Done:* 1 draft in this thread.");
    expect(end).toContain("*Missing:* the draft.");
  });

  test.each([
    { status: "queued" },
    { status: "in_review", since: at },
    { status: "approved", by: grace, at },
    { status: "discarded", by: grace, at },
  ])("is not said of a task that is %o", (state) => {
    expect(endMessage(taskFacts(state))).toBeUndefined();
  });
});
