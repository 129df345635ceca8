import { describe, expect, test } from "vitest";
import { decodeReference } from "../../blocks/actions.ts";
import { cardMessage } from "../../blocks/card.ts";
import { questionMessage } from "../../blocks/question.ts";
import { replies } from "../../blocks/replies.ts";
import type { TaskFacts } from "../../blocks/facts.ts";
import { ada, aTask, grace, taskFacts } from "./facts.ts";
import { expectAccepted } from "./inspect.ts";
import { markedTexts, walk } from "./reading.ts";

type Question = NonNullable<TaskFacts["question"]>;

const until = new Date("2026-03-02T12:30:00Z");
const asked = (overrides: Partial<Question> = {}): Question => ({
  question: "Which region do you mean?",
  options: ["EMEA", "All regions"],
  default: "All regions",
  until,
  answer: null,
  answeredBy: null,
  ...overrides,
});
const waiting = ({ question, ...choice }: Question) => ({
  status: "waiting",
  question,
  choice: { options: choice.options, default: choice.default, until },
});
const factsOf = (question: Question, state: Record<string, unknown> = waiting(question)) =>
  taskFacts(state, { question });
const messageOf = (question: Question, state?: Record<string, unknown>) =>
  questionMessage(factsOf(question, state), question);
const shown = (value: unknown): string => JSON.stringify(value);
const buttonsOf = (value: unknown) => walk(value).filter((found) => found["type"] === "button");
const card = (question: Question, state?: Record<string, unknown>): string =>
  shown(cardMessage(factsOf(question, state)));
const planning = { status: "running", phase: "plan" };

describe("a question", () => {
  test("shows each way to answer as a button that knows its place", () => {
    const { blocks } = messageOf(asked());
    expect(
      buttonsOf(blocks).map((button) => [
        walk(button["text"])[0]?.["text"],
        button["action_id"],
        decodeReference(String(button["value"]))?.option,
      ]),
    ).toEqual([
      ["EMEA", "answer", 0],
      ["All regions", "answer", 1],
    ]);
    expect(shown(blocks)).toContain("Or reply in this thread in your own words.");
    expect(shown(blocks)).toContain("I go on with “All regions”.");
    expectAccepted([messageOf(asked())]);
  });

  test("writes out ways to answer that are too long for a button", () => {
    const long = "Only the countries in which we have had an office for a year or more";
    const message = messageOf(asked({ options: ["EMEA", long] }));
    expect(shown(message)).toContain(`1. EMEA\\n2. ${long}`);
    expect(shown(messageOf(asked()))).not.toContain("1. EMEA");
    expectAccepted([message]);
  });

  test.each([
    [asked({ answer: "EMEA", answeredBy: grace }), planning, "<@U0GRACE> answered “EMEA”."],
    [asked({ answer: "All regions" }), planning, "Nobody answered in time, so I went on with"],
    [
      asked(),
      { status: "cancelled", by: ada, at: until.toISOString() },
      "*L-42* ended without an answer.",
    ],
  ])("that is over says how, and has no buttons: %#", (question, state, words) => {
    const message = messageOf(question, state);
    expect(shown(message)).toContain(words);
    expect(buttonsOf(message.blocks)).toEqual([]);
    expectAccepted([message]);
  });

  test("stands on the card for as long as it waits, and then what the run goes by", () => {
    expect(card(asked())).toContain("Waiting for an answer: Which region do you mean? · if there");
    expect(card(asked({ answer: "EMEA", answeredBy: grace }), planning)).toContain(
      "Which region do you mean? <@U0GRACE>: “EMEA”.",
    );
    expect(card(asked({ answer: "All regions" }), planning)).toContain(
      "Which region do you mean? Nobody answered, so I assume: “All regions”.",
    );
    expect(card(asked(), planning)).not.toContain("Which region");
  });

  test("shows hostile words as they are, however long", () => {
    const words = `<!channel> <@U1> *a* _b_ \`d\` https://evil.example :tada: @here\n> e `;
    const long = words.repeat(40);
    const wild = asked({
      question: long.slice(0, 600),
      options: [words.slice(0, 75), `&${words}`.slice(0, 75)],
      default: long.slice(0, 600),
    });
    const over = { ...wild, answer: long.repeat(4), answeredBy: grace };
    const messages = [
      messageOf(wild),
      cardMessage(factsOf(wild)),
      messageOf(over, planning),
      cardMessage(factsOf(over, planning)),
    ];
    expectAccepted(messages);
    for (const text of markedTexts(messages)) {
      expect(text).not.toMatch(
        /<!(?!date\^)|<@U1>|:\/\/|:tada:|@here|\*a\*|_b_|`d`|\n&gt;|\n>\s*e/,
      );
    }
  });
});

describe("in the thread", () => {
  const task = aTask();

  test.each([
    [{ parts: 2, of: 4, sources: 3 }, "again with what I have found so far: 3 sources from 2 of 4"],
    [
      { parts: 2, of: 2, sources: 1 },
      "again with what I have found so far: 1 source from 2 parts.",
    ],
    [{ parts: 0, of: 2, sources: 0 }, "Got it: I plan *L-42* again. So far I had found nothing."],
  ])("a new plan names what it begins with: %#", (kept, words) => {
    expect(replies.rescoped(task, kept)).toContain(words);
  });

  test("an answer is repeated, as it was understood", () => {
    expect(replies.answered(task, "EMEA & <Turkey>")).toBe(
      ":white_check_mark: Got it: “EMEA &amp; &lt;Turkey&gt;”. *L-42* goes on with that.",
    );
  });
});
