import fc from "fast-check";
import { expect, test } from "vitest";
import { sentencesOf } from "../../../src/research/extractive/sentences.ts";
import { unitsOf } from "../../../src/research/extractive/units.ts";
import { sourceOf } from "../../support/samples.ts";

const cut = (text: string, conversation = false): string[] =>
  sentencesOf(text, conversation).map(({ start, end }) => text.slice(start, end));

test.each([
  ["We met Dr. Smith at 9. He was late.", ["We met Dr. Smith at 9.", "He was late."]],
  ["Use e.g. Postgres. It works.", ["Use e.g. Postgres.", "It works."]],
  [
    "See https://a.example/x.html?q=1. Then reply!",
    ["See https://a.example/x.html?q=1.", "Then reply!"],
  ],
  ["Version 2.10.3 is out. Update main.ts now.", ["Version 2.10.3 is out.", "Update main.ts now."]],
  ["J. R. Hartley wrote it. So what?", ["J. R. Hartley wrote it.", "So what?"]],
  ["i think so. we should go", ["i think so.", "we should go"]],
  ["It costs $4.2 million. Really?", ["It costs $4.2 million.", "Really?"]],
  ["Acme Inc. was sold in Mar. 2020. It grew.", ["Acme Inc. was sold in Mar. 2020.", "It grew."]],
  ["Wait… what? Yes.", ["Wait… what?", "Yes."]],
])("%j is cut where its sentences end", (text, sentences) => {
  expect(cut(text)).toEqual(sentences);
});

test("list items are sentences of their own, without their markers", () => {
  expect(cut("Options:\n- keep it\n- drop it\n2. move it")).toEqual([
    "Options:",
    "keep it",
    "drop it",
    "move it",
  ]);
});

test("a line broken by a mail program goes on with the next", () => {
  const text = "This line was broken by a mail program after seventy\ncharacters or so. Next.";
  expect(cut(text, true)).toEqual([
    "This line was broken by a mail program after seventy\ncharacters or so.",
    "Next.",
  ]);
});

test("what a message quotes is not said again, and a signature is not said at all", () => {
  const mail =
    "On Monday Bob wrote:\n> Shall we go?\n> Or stay?\nLet us stay.\n---\n--\nAda Byron\nHead of Engines";
  expect(cut(mail, true)).toEqual(["Let us stay."]);
});

test("table rows of a document stay, their rules go", () => {
  expect(cut("| a | b |\n|---|---|\n| one | two |")).toEqual(["| a | b |", "| one | two |"]);
});

test("offsets are exact whatever the text", () => {
  fc.assert(
    fc.property(fc.string({ unit: "grapheme", maxLength: 300 }), (text) => {
      const spans = sentencesOf(text);
      spans.forEach(({ start, end }, i) => {
        expect(start).toBeLessThan(end);
        expect(start).toBeGreaterThanOrEqual(spans[i - 1]?.end ?? 0);
        expect(end).toBeLessThanOrEqual(text.length);
        expect(text.slice(start, end)).toBe(text.slice(start, end).trim());
      });
    }),
  );
});

test("greetings, thanks, signatures and mail headers are not worth quoting; what follows a greeting is", async () => {
  const thread = sourceOf("thread", "t", [
    [
      "Ada Byron",
      "Hi all,\nIn-reply-to: your message\nthe build is broken since noon\nThanks a lot!\nAda Byron",
    ],
    ["Bob", "Hey Ada, the cache was full and I cleared it."],
  ]);
  const { units } = await unitsOf([thread]);
  expect(units.map(({ text }) => text)).toEqual([
    "the build is broken since noon",
    "the cache was full and I cleared it.",
  ]);
});

test("every quote of the units stands in its passage to the letter", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.string({ unit: "grapheme", maxLength: 200 }), { maxLength: 5 }),
      async (texts) => {
        const source = sourceOf(
          "page",
          "p",
          texts.map((text) => [null, text] as const),
        );
        const { units } = await unitsOf([source]);
        for (const { passage, quote } of units) expect(texts[passage]).toContain(quote);
      },
    ),
  );
});
