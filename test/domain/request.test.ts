import { expect, test } from "vitest";
import { parseRequest, type RawRequest, sourcesIn } from "../../src/domain/request.ts";

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
  ["why is checkout slow?", "research"],
  ["summarize <https://example.com/a>", "summary"],
  ["Please recap the week", "summary"],
  ["TL;DR <https://example.com/a>", "summary"],
  ["draft a reply to the customer", "draft"],
  ["can you write up the incident", "draft"],
  ["write down nothing", "research"],
] as const)("%s is a task of kind %s", (text, kind) => {
  expect(mention(text)).toMatchObject({ kind });
});

test("a question about an upload is about a document", () => {
  const files = [{ id: "F1", name: "plan.pdf" }];
  expect(mention("what does it cost?", { files })).toEqual({
    kind: "document",
    question: "what does it cost?",
    given: [{ type: "file", file: "F1", name: "plan.pdf" }],
  });
  expect(mention("", { files })).toMatchObject({ question: "What does this document say?" });
  expect(mention("summarize this", { files })).toMatchObject({ kind: "summary" });
});

test("whoever is mentioned to be asked is no part of the question, in either way of writing it", () => {
  expect(mention("<@UBOT> why?")).toMatchObject({ question: "why?" });
  expect(mention("hey <@UBOT|legwork>, why?")).toMatchObject({ question: "hey , why?" });
  expect(mention("<@UBOT> ask <@U2|grace>")).toMatchObject({ question: "ask @grace" });
});

test("links are read as pages, once each, under the words that stand for them", () => {
  const text =
    "compare <https://a.example/x?a=1&amp;b=2|the first> and <https://b.example>, <https://b.example>";
  expect(parseRequest(raw(text))).toMatchObject({
    question: "compare the first and https://b.example, https://b.example",
    given: [
      { type: "page", url: "https://a.example/x?a=1&b=2" },
      { type: "page", url: "https://b.example" },
    ],
  });
});

test.each([
  ["p1730538000000100", "1730538000.000100"],
  ["p1730538000000200?thread_ts=1730538000.000100&cid=C9", "1730538000.000100"],
])("a link to a message (%s) is its thread", (end, ts) => {
  expect(summarize(`<https://acme.slack.com/archives/C9/${end}>`)).toMatchObject({
    given: [{ type: "thread", channel: "C9", ts }],
  });
});

test("a channel is read since the moment that is named", () => {
  expect(summarize("<#C9|product> since 7d")).toMatchObject({
    kind: "summary",
    given: [
      { type: "channel", channel: "C9", name: "product", since: new Date("2026-10-26T09:00:00Z") },
    ],
  });
  expect(summarize("<#C9|>")).toMatchObject({
    given: [{ channel: "C9", name: null, since: null }],
  });
  expect(summarize("<#C9|product> since the day before the fire")).toBe("bad_since");
});

test("earlier tasks are named by their number", () => {
  expect(parseRequest(raw("build on L-12 and L-7, not L-0"))).toMatchObject({
    given: [
      { type: "task", number: 12 },
      { type: "task", number: 7 },
    ],
  });
  expect(sourcesIn("use L-3 and <https://a.example>")).toEqual([
    { type: "page", url: "https://a.example" },
    { type: "task", number: 3 },
  ]);
});

test("in a thread, the thread is what stands around the question", () => {
  const threadTs = "1730538000.000100";
  const here = { type: "thread", channel: "C1", ts: threadTs };
  expect(mention("what was decided?", { threadTs })).toMatchObject({ given: [here] });
  expect(mention("<@UBOT>", { threadTs })).toEqual({
    kind: "summary",
    question: "Summarize this thread",
    given: [here],
  });
});
