import fc from "fast-check";
import { expect, test } from "vitest";
import { paragraph } from "../../../src/research/sources/documents/block.ts";
import { cleanText, cutPassages } from "../../../src/research/sources/documents/passages.ts";
import { splitSentences } from "../../../src/research/sources/documents/sentences.ts";
import { openTurns } from "../../../src/research/sources/documents/turns.ts";
import { documentLimits } from "../../../src/research/sources/limits.ts";

const { sentenceCharsMax, passageCharsMax } = documentLimits;

const wild = fc.string({ unit: "binary", maxLength: 3000 });
const prose = fc
  .array(
    fc.constantFrom(
      "Dr. Watson left.",
      "Why?",
      "e.g. this",
      "A 3.5 m wall.",
      "x".repeat(950),
      "\n",
      "\n\n",
      "\u0000",
    ),
    { maxLength: 400 },
  )
  .map((parts) => parts.join(" "));

const letters = (text: string) => text.replaceAll(/\s+/g, "");

test("cutting loses no text, keeps its order and stays within the limits", () => {
  fc.assert(
    fc.property(fc.array(fc.oneof(wild, prose), { maxLength: 5 }), (texts) => {
      const { passages, cut } = cutPassages(texts.map((text, n) => paragraph(text, `page ${n}`)));
      expect(cut).toBe(false);
      expect(letters(passages.map(({ text }) => text).join(""))).toBe(
        letters(texts.map(cleanText).join("")),
      );
      for (const { text } of passages) {
        expect(text.length).toBeLessThanOrEqual(sentenceCharsMax);
        expect(text).not.toMatch(/^\s|\s$|\0|^$/);
        expect(text.isWellFormed()).toBe(true);
      }
    }),
    { numRuns: 200 },
  );
});

test("text that a reader would not see is not kept", () => {
  expect(
    cleanText(
      "pay\u202Etab\u202C \u{E0041}\u{E0042}me\u200B\u0000 \uD800now\u00A0\u2028\n\r\n👩\u200D🚀",
    ),
  ).toBe("paytab me \uFFFDnow\n👩\u200D🚀");
});

test("a passage longer than usual is one long sentence", () => {
  fc.assert(
    fc.property(prose, (text) => {
      for (const passage of cutPassages([paragraph(text, null)]).passages) {
        if (passage.text.length <= passageCharsMax) continue;
        expect(splitSentences(passage.text)).toHaveLength(1);
      }
    }),
  );
});

test("sentences put together are the text", () => {
  fc.assert(fc.property(fc.oneof(wild, prose), (text) => splitSentences(text).join("") === text));
  expect(splitSentences("Dr. No met J. Bond. They spoke, e.g. of p. 7. Why? Well.")).toEqual([
    "Dr. No met J. Bond. ",
    "They spoke, e.g. of p. 7. Why? ",
    "Well.",
  ]);
});

test("never more hold a turn than may, each waiting one gets it in order, and those who leave do not block", async () => {
  const take = openTurns(2, 3);
  const patient = new AbortController().signal;
  const leaving = new AbortController();
  const first = await take(patient);
  const second = await take(patient);
  const order: string[] = [];
  const waiting = [
    take(patient).then((turn) => (order.push("third"), turn)),
    take(leaving.signal).then((turn) => (order.push("left"), turn)),
    take(patient).then((turn) => (order.push("fifth"), turn)),
  ];
  expect((await take(patient)).granted).toBe(false); // The queue is full.

  leaving.abort();
  expect((await waiting[1])?.granted).toBe(false);
  expect(order).toEqual(["left"]);
  first[Symbol.dispose]();
  expect((await waiting[0])?.granted).toBe(true);
  expect(order).toEqual(["left", "third"]);
  second[Symbol.dispose]();
  expect((await waiting[2])?.granted).toBe(true);
});
