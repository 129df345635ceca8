import { expect, test } from "vitest";
import { Plan } from "../../../src/domain/plan.ts";
import type { Draft } from "../../../src/domain/draft.ts";
import { ChannelId, FileId, MessageTs } from "../../../src/domain/ids.ts";
import type { SourceQuery } from "../../../src/domain/source.ts";
import { planOf } from "../../../src/research/extractive/plan.ts";
import { briefOf, choosing } from "../threads.ts";

const thread: SourceQuery = {
  type: "thread",
  channel: ChannelId.parse("C1"),
  ts: MessageTs.parse("1.1"),
};
const page: SourceQuery = { type: "page", url: "https://www.acme.example/queues/" };
const everywhere = { web: true, library: true };

test("each given source is a subtask of its own, titled in plain words", () => {
  const file: SourceQuery = { type: "file", file: FileId.parse("F1"), name: "Q3 report.pdf" };
  const channel: SourceQuery = {
    type: "channel",
    channel: ChannelId.parse("C2"),
    name: "product",
    since: new Date("2026-03-02T00:00:00Z"),
  };
  const plan = planOf(
    briefOf({ kind: "summary", question: "summarize", given: [thread, page, file, channel] }),
  );
  expect(plan.subtasks.map(({ title }) => title)).toEqual([
    "Read this thread",
    "Read acme.example/queues",
    "Read Q3 report.pdf",
    "Read #product since 2 Mar",
  ]);
  expect(plan.subtasks.map(({ number }) => number)).toEqual([1, 2, 3, 4]);
  expect(plan.estimate.usd).toBe(0);
});

test("a question is looked up in the library and on the web as well; a summary is not", () => {
  const question = "What is the throughput of Postgres queues?";
  const research = planOf(
    briefOf({ kind: "research", question, given: [thread], searchable: everywhere }),
  );
  expect(research.subtasks.map(({ title }) => title)).toEqual([
    "Read this thread",
    "Search the library: “the throughput of Postgres queues”",
    "Search the web: “the throughput of Postgres queues”",
  ]);
  expect(research.subtasks[2]?.queries).toEqual([
    { type: "web", query: "throughput postgres queues" },
  ]);
  const summary = planOf(
    briefOf({
      kind: "summary",
      question: "summarize this",
      given: [thread],
      searchable: everywhere,
    }),
  );
  expect(summary.subtasks).toHaveLength(1);
});

test("a comparison is searched side by side", () => {
  const plan = planOf(
    briefOf({
      kind: "research",
      question: "Postgres vs MySQL for job queues",
      searchable: { web: true, library: false },
    }),
  );
  expect(plan.subtasks.map(({ objective }) => objective)).toEqual(["Postgres", "MySQL"]);
  expect(plan.subtasks[1]?.queries[0]).toEqual({ type: "web", query: "mysql job queues" });
});

test("only what is set up is searched, and a plan always has something to do", () => {
  const [subtask, ...rest] = planOf(briefOf({ kind: "research", question: "Why?" })).subtasks;
  expect(rest).toEqual([]);
  expect(subtask?.queries).toEqual([]);
});

test("forty sources and the searches of a comparison still make eight subtasks that read everything", () => {
  const given = Array.from({ length: 40 }, (_, i): SourceQuery => ({
    type: "page",
    url: `https://p.example/${i}`,
  }));
  const plan = Plan.parse(
    planOf(briefOf({ kind: "research", question: "A vs B?", given, searchable: everywhere })),
  );
  expect(plan.subtasks).toHaveLength(8);
  expect(
    plan.subtasks.flatMap(({ queries }) => queries).filter(({ type }) => type === "page"),
  ).toHaveLength(40);
  expect(plan.subtasks[0]?.title).toBe("Read p.example/0 and 7 more");
});

const previous: Draft = {
  headline: "Postgres it is",
  sections: [
    {
      heading: "Key points",
      statements: [
        {
          text: "Postgres locks rows. Locks matter.",
          speaker: null,
          citations: [],
          check: { result: "unchecked" },
        },
      ],
    },
  ],
  missing: [],
  next: [],
  answers: [],
  sources: [{ position: 0, title: "Queues", url: "https://acme.example/queues" }],
  method: "Extractive: sentences chosen from the sources, no model",
};
const asked = {
  kind: "research",
  question: "Postgres for queues?",
  searchable: { web: true, library: false },
  previous,
} as const;

test("feedback on the shape reuses what was read, and reads nothing", () => {
  const plan = planOf(briefOf({ ...asked, feedback: ["shorter"] }));
  expect(plan.reuse).toBe(true);
  expect(plan.subtasks).toEqual([]);
});

test("more sources are searched with other words", () => {
  const first = planOf(briefOf({ ...asked, previous: null }));
  const plan = planOf(briefOf({ ...asked, feedback: ["find more sources"] }));
  expect(plan.reuse).toBe(false);
  expect(plan.subtasks[0]?.queries[0]).toEqual({ type: "web", query: "postgres queues locks" });
  expect(plan.subtasks[0]?.queries).not.toEqual(first.subtasks[0]?.queries);
});

test("a link that comes with feedback is read on top of what was read; a known one is not read again", () => {
  const fresh: SourceQuery = { type: "page", url: "https://b.example/new" };
  const known: SourceQuery = { type: "page", url: "https://acme.example/queues" };
  const plan = planOf(
    briefOf({ ...asked, given: [known, fresh], feedback: ["also read https://b.example/new"] }),
  );
  expect(plan.reuse).toBe(true);
  expect(plan.subtasks.map(({ queries }) => queries)).toEqual([[fresh]]);
});

test("a new focus of a question is searched for, once", () => {
  const plan = planOf(briefOf({ ...asked, feedback: ["focus on cost"] }));
  expect(plan.reuse).toBe(true);
  expect(plan.subtasks.map(({ title }) => title)).toEqual(["Search the web: “cost”"]);
  const later = planOf(briefOf({ ...asked, feedback: ["focus on cost", "shorter"] }));
  expect(later.subtasks).toEqual([]);
});

test("a draft that found nothing is not built upon", () => {
  const empty = { ...previous, sections: [], sources: [] };
  expect(planOf(briefOf({ ...asked, previous: empty, feedback: ["try again"] })).reuse).toBe(false);
});

test("a plan that takes the place of another gathers nothing again, and needs nothing new", () => {
  const changing = {
    kind: "research" as const,
    question: "What is the throughput of Postgres queues?",
    given: [thread],
    searchable: everywhere,
  };
  const before = planOf(briefOf(changing));
  const material = { sources: [choosing], findings: [], notes: [] };
  const found = { subtasks: before.subtasks, material };

  const focused = planOf(briefOf({ ...changing, feedback: ["only Citus"], found }));
  expect(focused.subtasks.map(({ title }) => title)).toEqual([
    "Search the library: “Citus”",
    "Search the web: “Citus”",
  ]);
  expect(focused.subtasks.map(({ number }) => number)).toEqual([1, 2]);
  expect(planOf(briefOf({ ...changing, feedback: ["shorter"], found })).subtasks).toEqual([]);
});

test.each([
  ["also compare with Citus", "Citus"],
  ["compare it to Redis", "Redis"],
  ["look at Redis instead of Kafka", "Redis"],
  ["also look at the costs", "costs"],
])("“%s” is looked up", (said, about) => {
  const fastest = { kind: "research" as const, question: "Which queue is fastest?" };
  const plan = planOf(briefOf({ ...fastest, feedback: [said], searchable: everywhere }));
  expect(plan.subtasks.at(-1)?.title).toBe(`Search the web: “${about}”`);
});

test("a request that has changed under its draft is read for anew", () => {
  const changedUnder: Draft = {
    headline: "x",
    sections: [],
    missing: [],
    next: [],
    answers: [],
    sources: [{ position: 0, title: "Choosing", url: "https://queues.example/choosing" }],
    method: "Extractive",
  };
  const costs = {
    kind: "research" as const,
    question: "What does Citus cost?",
    previous: changedUnder,
  };
  const changed = "The request now reads: What does Citus cost, and also who runs it?";
  const plan = planOf(briefOf({ ...costs, feedback: [changed], searchable: everywhere }));
  expect(plan.reuse).toBe(false);
  expect(plan.subtasks.length).toBeGreaterThan(0);
  const later = planOf(
    briefOf({ ...costs, feedback: [changed, "shorter"], searchable: everywhere }),
  );
  expect(later.reuse).toBe(true);
});
