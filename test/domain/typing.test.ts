import fc from "fast-check";
import { expect, test } from "vitest";
import { z } from "zod";
import {
  givenMax,
  parseRequest,
  type RawRequest,
  requestLengthMax,
} from "../../src/domain/request.ts";
import { SourceQuery } from "../../src/domain/source.ts";

const now = new Date("2026-11-02T09:00:00Z");
const raw = (text: string, more: Partial<RawRequest> = {}): RawRequest => ({
  command: "research",
  text,
  botUser: "UBOT",
  channel: "C1",
  threadTs: null,
  files: [],
  now,
  ...more,
});
const summarize = (text: string) => parseRequest(raw(text, { command: "summarize" }));
const mention = (text: string, more: Partial<RawRequest> = {}) =>
  parseRequest(raw(text, { command: null, ...more }));

test.each([
  "",
  "   ",
  "\n\t",
  "<@UBOT>",
  "\u200B\u2060",
  "\u202E\u200F",
  "\u{E0041}\u{E0042}",
  "\0",
])("%j asks nothing", (text) => {
  expect(mention(text)).toBe("empty");
});

test("a command without words is empty, and has nothing to summarize without anything to read", () => {
  expect(parseRequest(raw(""))).toBe("empty");
  expect(summarize("")).toBe("empty");
  expect(summarize("me")).toBe("nothing_to_summarize");
});

test("characters that show nothing are taken out of a question, lone surrogates made whole", () => {
  const text = "a\u200Bb\u202Ec\u{E0041}d \uFEFFe\0f \uD800g \u{1F600}";
  expect(parseRequest(raw(text))).toMatchObject({ question: "abcd e f \uFFFDg \u{1F600}" });
});

test("a long request is refused, the longest one is taken", () => {
  expect(parseRequest(raw("x".repeat(40_000)))).toBe("too_long");
  expect(parseRequest(raw("x".repeat(requestLengthMax + 1)))).toBe("too_long");
  expect(parseRequest(raw("x".repeat(requestLengthMax)))).toMatchObject({ kind: "research" });
});

test("not more is read than a draft can be checked against", () => {
  const links = Array.from({ length: 30 }, (_, n) => `<https://a.example/${n}>`).join(" ");
  expect(parseRequest(raw(links))).toMatchObject({ given: { length: givenMax } });
});

test.each([
  "<https://>",
  "https://[",
  "<http://a b>",
  "<https://acme.slack.com/archives/C9/p99999999999999999999999999000100>",
  `<https://acme.slack.com/archives/C${"9".repeat(80)}/p1730538000000100>`,
  `<#C${"9".repeat(80)}|x>`,
])("what only looks like an address or an id does no harm: %s", (text) => {
  const parsed = parseRequest(raw(`look at ${text}`));
  if (typeof parsed === "string") throw new Error(parsed);
  expect(parsed.given.filter(({ type }) => type !== "page")).toEqual([]);
  expect(z.array(SourceQuery).parse(JSON.parse(JSON.stringify(parsed.given)))).toBeDefined();
});

const piece = fc.oneof(
  fc.string({ unit: "binary", maxLength: 20 }),
  fc.webUrl().map((url) => `<${url}|label>`),
  fc.webUrl(),
  fc.constantFrom(
    "<#C1|a>",
    "<@UBOT>",
    "<@U2>",
    "<!here>",
    "L-4",
    "since 7d",
    "this channel",
    "<",
    "https://",
    "\uD800",
    "\0",
  ),
);

test("whatever is typed is either refused by name or becomes a task that can be stored and read back", () => {
  fc.assert(
    fc.property(
      fc.array(piece, { maxLength: 12 }).map((pieces) => pieces.join(" ")),
      fc.constantFrom("research", "summarize", null),
      fc.constantFrom(null, "1730538000.000100"),
      (text, command, threadTs) => {
        const parsed = parseRequest(raw(text, { command, threadTs }));
        if (typeof parsed === "string") return;
        expect(parsed.question.trim()).not.toBe("");
        expect(parsed.question).not.toContain("\0");
        expect(parsed.question.isWellFormed()).toBe(true);
        const stored = z.array(SourceQuery).parse(JSON.parse(JSON.stringify(parsed.given)));
        expect(stored).toEqual(parsed.given);
        expect(stored.length).toBeLessThanOrEqual(givenMax);
      },
    ),
    { numRuns: 1_000 },
  );
});
