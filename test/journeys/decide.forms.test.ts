import { describe, expect, test } from "vitest";
import type { Engine } from "../../src/research/engine.ts";
import type { View } from "../../src/sandbox/shapes.ts";
import { aDraft, aSource, aThinking } from "../support/engine.ts";
import { channels, people } from "../support/legwork.ts";
import { decisionsOf, draftsOf, opened, startInReview, storyOf, taskRow } from "./review.ts";

const { product } = channels;

/** A draft of so many sentences, each of which stands in the one source. */
const longWinded = (sentences: number): Partial<Engine> => {
  const texts = Array.from(
    { length: sentences },
    (_, n) => `Finding ${n} is that the tax service answered late on day ${n}, as everybody saw.`,
  );
  return {
    gather: async () => ({
      sources: [
        aSource({
          passages: texts.map((text) => ({ text, speaker: null, locator: null, url: null })),
        }),
      ],
      findings: [{ source: 0, passage: 0, score: 1, why: "names the subject" }],
      notes: [],
    }),
    write: async () =>
      aDraft({
        sections: [
          {
            heading: "Key points",
            statements: texts.map((text, passage) => ({
              text,
              speaker: null,
              citations: [{ source: 1, passage, quote: text }],
              check: { result: "found", overlap: 1 },
            })),
          },
        ],
      }),
  };
};

/** A draft that says what became of the feedback. */
const answering: Engine["write"] = async ({ feedback }) =>
  aDraft({
    headline: feedback.length > 0 ? "Shorter now" : "Long",
    answers: feedback.map((said) => ({ feedback: said, answer: "Cut to one point." })),
  });

/** What the inputs of the edit form hold, by block. */
const textsIn = (view: View): Record<string, string> =>
  Object.fromEntries(
    view.blocks.flatMap(({ block_id, element }) =>
      typeof element === "object" && element !== null && "initial_value" in element
        ? [[block_id ?? "", String(element.initial_value)]]
        : [],
    ),
  );

describe("Revise", () => {
  test("asks what should change, and the next revision answers in a new message", async () => {
    await using legwork = await startInReview({ thinking: aThinking({ write: answering }) });
    const { slack, first, db } = legwork;
    await slack.as(people.grace).click(first, "revise");
    const form = await opened(legwork, people.grace);
    const empty = await slack.as(people.grace).submit(form.id, { feedback: " " });
    expect(empty.errors).toEqual({ feedback: expect.any(String) });

    await slack.as(people.grace).submit(form.id, { feedback: "Shorter, please" });

    const second = await legwork.draft(product, "Shorter now");
    expect(JSON.stringify(second)).toContain("“Shorter, please” ");
    expect(JSON.stringify(second)).toContain("Cut to one point.");
    expect(JSON.stringify(second)).toContain("revision 2");
    const old = await legwork.shown(
      product,
      `<@${people.grace}> asked for a revision: “Shorter, please”`,
    );
    expect(old.ts).toBe(first.ts);
    expect(legwork.actionIds(old)).toEqual(["quotes"]);
    expect(draftsOf(legwork)).toHaveLength(2);
    expect(await decisionsOf(db)).toEqual([`1 revise ${people.grace}`]);
    expect(await storyOf(db)).toEqual(["open", "submit", "revise", "submit"]);
  });

  test("sent when somebody has approved meanwhile says so in the form, in plain words", async () => {
    await using legwork = await startInReview();
    const { slack, first, db } = legwork;
    await slack.as(people.ada).click(first, "revise");
    const form = await opened(legwork, people.ada);
    await slack.as(people.grace).click(first, "approve");

    const late = await slack.as(people.ada).submit(form.id, { feedback: "Shorter, please" });

    expect(late.errors).toEqual({ feedback: "L-1 is closed already: approved." });
    expect(await decisionsOf(db)).toEqual([`1 approve ${people.grace}`]);
  });

  test("and Approve at the same moment have one winner", async () => {
    await using legwork = await startInReview();
    const { slack, first, db } = legwork;
    await slack.as(people.ada).click(first, "revise");
    const form = await opened(legwork, people.ada);

    const [revised, approved] = await Promise.all([
      slack.as(people.ada).submit(form.id, { feedback: "Shorter, please" }),
      slack.as(people.grace).click(first, "approve"),
    ]);

    expect(approved.status).toBe(200);
    const [decision, ...others] = await decisionsOf(db);
    expect(others).toEqual([]);
    expect(decision?.includes("revise")).toBe(revised.errors === undefined);
  });
});

describe("Edit", () => {
  test("keeps the citations of what was left alone, and checks again what was changed", async () => {
    await using legwork = await startInReview({ thinking: aThinking(longWinded(3)) });
    const { slack, first, db } = legwork;
    await slack.as(people.grace).click(first, "edit");
    const form = await opened(legwork, people.grace);
    const { text = "" } = textsIn(form);
    expect(text).toContain("## Key points\n- Finding 0");

    const changed = text.replace("late on day 1", "late on day 97");
    await slack.as(people.grace).submit(form.id, { text: changed });

    const second = await legwork.draft(product, "late on day 97");
    expect(JSON.stringify(second)).toContain(`edited by <@${people.grace}>`);
    expect(JSON.stringify(second)).toContain("the number 97 is not in the cited passage");
    expect(JSON.stringify(second).match(/⚠/g)).toHaveLength(1);
    expect(JSON.stringify(second).match(/"text":"\[1\]"/g)).toHaveLength(3);
    await legwork.shown(product, `Edited by <@${people.grace}> as revision 2`);
    expect(await storyOf(db)).toEqual(["open", "submit", "edit"]);

    await slack.as(people.ada).click(second, "approve");
    await legwork.shown(product, "late on day 97", `Approved by <@${people.ada}>`);
    expect(await storyOf(db)).toEqual(["open", "submit", "edit", "approve"]);
  });

  test("of a text longer than one input loses nothing", async () => {
    await using legwork = await startInReview({ thinking: aThinking(longWinded(60)) });
    const { slack, db } = legwork;
    await slack.as(people.grace).click(await legwork.draft(product), "edit");
    const form = await opened(legwork, people.grace);
    const texts = textsIn(form);
    expect(Object.keys(texts).length).toBeGreaterThan(1);

    const { text = "" } = texts;
    await slack.as(people.grace).submit(form.id, {
      ...texts,
      text: text.replace(/^.*/, "Our headline"),
    });

    await legwork.shown(product, "Our headline", "revision 2");
    await legwork.shown(product, "Finding 59", /part \d of \d/);
    const { rows } = await db.query<{ count: number }>(
      "select count(*)::int as count from citation where revision = 2",
    );
    expect(rows[0]?.count).toBe(60);
    legwork.expectNoProblems();
  });

  test("that changes nothing is no new revision, and one that leaves nothing is refused in the form", async () => {
    await using legwork = await startInReview();
    const { slack, first, db } = legwork;
    await slack.as(people.grace).click(first, "edit");
    const form = await opened(legwork, people.grace);
    const nothing = await slack.as(people.grace).submit(form.id, { text: "\n \n" });
    expect(nothing.errors).toEqual({ text: expect.any(String) });

    const same = await slack.as(people.grace).submit(form.id);
    expect(same.errors).toBeUndefined();
    expect(await taskRow(db)).toMatchObject({ status: "in_review", revision: 1 });
  });

  test("saved twice at once makes one revision", async () => {
    await using legwork = await startInReview();
    const { slack, first, db } = legwork;
    await slack.as(people.grace).click(first, "edit");
    await slack.as(people.ada).click(first, "edit");
    const forms = [await opened(legwork, people.grace), await opened(legwork, people.ada)];

    const saved = await Promise.all(
      forms.map(({ id, user }) => slack.as(user).submit(id, { text: `By ${user}` })),
    );

    expect(saved.filter(({ errors }) => errors === undefined)).toHaveLength(1);
    expect(await decisionsOf(db)).toHaveLength(1);
    expect(await taskRow(db)).toMatchObject({ revision: 2 });
  });
});

test("Show quotes shows the words each sentence rests on, also after the decision", async () => {
  await using legwork = await startInReview();
  const { slack, first } = legwork;
  await slack.as(people.ada).click(first, "approve");
  const approved = await legwork.shown(product, `Approved by <@${people.ada}>`, "Sources");

  await slack.as(people.maya).click(approved, "quotes");

  const view = await opened(legwork, people.maya);
  expect(JSON.stringify(view.blocks)).toContain('"text":"rose to 4 s on Monday"');
});
