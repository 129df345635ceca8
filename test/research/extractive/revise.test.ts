import { beforeAll, describe, expect, test } from "vitest";
import { statementsOf, type Draft } from "../../../src/domain/draft.ts";
import { acme, bySection, choosing, pricing, runOver } from "../threads.ts";

const question = "summarize this thread";
let first: Draft;
beforeAll(async () => {
  first = (await runOver([pricing], { kind: "summary", question })).draft;
});

const revise = async (...feedback: string[]): Promise<Draft> =>
  (await runOver([pricing], { kind: "summary", question, feedback, previous: first })).draft;
const textOf = (draft: Draft): string =>
  statementsOf(draft)
    .map(({ text }) => text)
    .join("\n");
const wordsIn = (draft: Draft): number => textOf(draft).split(/\s+/).length;

describe("feedback changes the draft, and is answered", () => {
  test("shorter, and shorter again", async () => {
    const once = await revise("shorter please");
    const twice = (
      await runOver([pricing], {
        kind: "summary",
        question,
        feedback: ["shorter please", "shorter"],
        previous: once,
      })
    ).draft;
    expect(wordsIn(once)).toBeLessThan(wordsIn(first));
    expect(wordsIn(twice)).toBeLessThan(wordsIn(once));
    expect(once.answers).toEqual([
      {
        feedback: "shorter please",
        answer: `It has ${wordsIn(once)} words now, ${wordsIn(first)} before.`,
      },
    ]);
  });

  test("longer", async () => {
    expect(wordsIn(await revise("a bit longer"))).toBeGreaterThan(wordsIn(first));
  });

  test("a number of points", async () => {
    const draft = await revise("in 3 bullet points");
    expect(statementsOf(draft)).toHaveLength(3);
    expect(draft.answers[0]?.answer).toBe("It now has 3 points.");
  });

  test("a number of words is a limit", async () => {
    const draft = await revise("at most 40 words");
    expect(wordsIn(draft)).toBeLessThanOrEqual(40);
    expect(wordsIn(draft)).toBeGreaterThan(20);
  });

  test("focus on something", async () => {
    const draft = await revise("focus on legal");
    expect(statementsOf(draft).every(({ text }) => /legal/i.test(text))).toBe(true);
    expect(draft.headline).toContain("Legal needs two weeks");
    expect(draft.answers[0]?.answer).toBe("The draft now turns on 2 sentences about “legal”.");
  });

  test("more about something", async () => {
    expect(textOf(await revise("more about free accounts"))).toContain(
      "Existing free accounts stay as they are",
    );
    expect(textOf(first)).not.toContain("Existing free accounts stay as they are");
  });

  test("a focus that no source knows leaves the draft and says so", async () => {
    const draft = await revise("focus on kubernetes");
    expect(draft.sections).toEqual(first.sections);
    expect(draft.answers[0]?.answer).toBe(
      "No sentences about “kubernetes” are in the sources; nothing else changed.",
    );
  });

  test("without a subject, and without a person", async () => {
    expect(textOf(first)).toMatch(/legal/i);
    expect(textOf(await revise("leave out legal"))).not.toMatch(/legal/i);
    const draft = await revise("without Grace");
    expect(statementsOf(draft).map(({ speaker }) => speaker)).not.toContain("Grace");
    expect(bySection(draft)["Open questions"]).toEqual(bySection(first)["Open questions"]);
  });

  test("without a part, and only a part", async () => {
    expect(
      bySection(await revise("leave out the open questions"))["Open questions"],
    ).toBeUndefined();
    expect(Object.keys(bySection(await revise("just the decisions")))).toEqual(["Decided"]);
  });

  test("only from one person", async () => {
    const draft = await revise("only from Margaret");
    expect(new Set(statementsOf(draft).map(({ speaker }) => speaker))).toEqual(
      new Set(["Margaret"]),
    );
  });

  test("simpler", async () => {
    const draft = await revise("make it simpler");
    expect(statementsOf(draft).every(({ text }) => text.split(" ").length <= 20)).toBe(true);
    expect(draft.sections).not.toEqual(first.sections);
  });

  test("a headline of one's own", async () => {
    expect((await revise('headline: "Pricing is settled"')).headline).toBe("Pricing is settled");
    expect((await revise("shorter headline")).headline.length).toBeLessThan(first.headline.length);
  });

  test("another tone or language cannot be had, and is not pretended", async () => {
    const draft = await revise("translate it to German and make it shorter");
    expect(draft.answers.map(({ feedback }) => feedback)).toEqual([
      "translate it to German",
      "make it shorter",
    ]);
    expect(draft.answers[0]?.answer).toContain("cannot translate without a model");
    expect(wordsIn(draft)).toBeLessThan(wordsIn(first));
    expect((await revise("make it friendlier")).answers[0]?.answer).toContain("cannot rewrite");
  });

  test("a remark that names something in the sources brings it in; one that names nothing is asked back", async () => {
    expect((await revise("legal review?")).headline).toContain("Legal needs two weeks");
    const draft = await revise("banana");
    expect(draft.sections).toEqual(first.sections);
    expect(draft.answers[0]?.answer).toContain("Could not tell what to change");
  });
});

test("only from one of the sources, by its number or by its name", async () => {
  const asked = {
    kind: "research",
    question: "How many jobs per second can Postgres handle?",
  } as const;
  const { draft: previous } = await runOver([acme, choosing], asked);
  const number = previous.sources.findIndex(({ title }) => title === "Choosing a job queue") + 1;
  for (const feedback of [`use only source ${number}`, "only from queues.example"]) {
    const { draft } = await runOver([acme, choosing], { ...asked, previous, feedback: [feedback] });
    expect(draft.sources.map(({ title }) => title)).toEqual(["Choosing a job queue"]);
  }
});

test("what a person has edited stays through a revision, with the citations that still hold", async () => {
  const [section, ...rest] = first.sections;
  const [statement] = section?.statements ?? [];
  if (!section || !statement) throw new Error("the draft should have a statement");
  const edited = { ...statement, text: "We drop the free tier and offer a 30 day trial." };
  const previous = { ...first, sections: [{ ...section, statements: [edited] }, ...rest] };
  const { draft } = await runOver([pricing], {
    kind: "summary",
    question,
    feedback: ["shorter"],
    previous,
  });
  expect(bySection(draft)["Decided"]).toEqual([
    "Ada: We drop the free tier and offer a 30 day trial.",
  ]);
  expect(statementsOf(draft)[0]?.citations).toEqual(statement.citations);
});

test("answers given before are not given again", async () => {
  const once = await revise("shorter");
  const { draft } = await runOver([pricing], {
    kind: "summary",
    question,
    feedback: ["shorter", "without Grace"],
    previous: once,
  });
  expect(draft.answers.map(({ feedback }) => feedback)).toEqual(["without Grace"]);
});
