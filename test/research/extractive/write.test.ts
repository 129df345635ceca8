import { expect, test } from "vitest";
import { isEmpty, statementsOf } from "../../../src/domain/draft.ts";
import { acme, bySection, choosing, pricing, report, runOver, type Run } from "../threads.ts";

/** Each statement quotes its passage to the letter, and passes the check. */
function expectCited({ draft, material }: Run): void {
  for (const statement of statementsOf(draft)) {
    expect(statement.citations.length).toBeGreaterThan(0);
    expect(statement.check.result).toBe("found");
    for (const { source, passage, quote } of statement.citations) {
      const position = draft.sources[source - 1]?.position ?? -1;
      expect(material.sources[position]?.passages[passage]?.text).toContain(quote);
    }
  }
}

test("a thread comes back as what was decided, the points, who does what and what is open", async () => {
  const run = await runOver([pricing], { kind: "summary", question: "summarize this thread" });
  expect(run.draft.headline).toBe("Decided: Let's go with the 30 day trial and drop the free tier");
  const sections = bySection(run.draft);
  expect(sections["Decided"]).toEqual([
    "Ada: Let's go with the 30 day trial and drop the free tier.",
  ]);
  expect(sections["Who does what"]).toEqual([
    "Linus: I'll update the pricing page by Friday.",
    "Margaret: I'll send the new terms to legal tomorrow.",
    "Margaret: @Grace can you write the FAQ for existing customers?",
  ]);
  expect(sections["Open questions"]).toEqual(["Linus: What do we do about the students program?"]);
  expect(sections["Key points"]?.[0]).toBe(
    "Ada: we need to decide on pricing before the launch on 14 May.",
  );
  expect(run.draft.next[0]).toBe("Settle which holds: 2% or 4% (free accounts).");
  expectCited(run);
});

test("people who name different figures for the same thing are set side by side", async () => {
  const { draft } = await runOver([pricing], { kind: "summary", question: "tl;dr" });
  expect(bySection(draft)["Where people differ"]?.toSorted()).toEqual([
    "Grace: Support spends about 12 hours a week on free accounts and only 2% of them ever convert.",
    "Linus: our numbers say 4% of free accounts convert, at least since January.",
  ]);
});

test("the request itself, standing in its thread, is never quoted", async () => {
  const { draft } = await runOver([pricing], {
    kind: "summary",
    question: "summarize this thread please",
  });
  expect(JSON.stringify(draft.sections)).not.toContain("Legwork");
});

test("a question is answered by the sentence that answers it, first", async () => {
  const run = await runOver([report], {
    kind: "document",
    question: "How many positions were filled?",
  });
  expect(run.draft.headline).toBe("Seven of twelve open positions were filled");
  expect(bySection(run.draft)["Short answer"]).toEqual([
    "Seven of twelve open positions were filled.",
  ]);
  expectCited(run);
});

test("sources that disagree on a figure are shown with both quotes; other subjects are no disagreement", async () => {
  const run = await runOver([acme, choosing], {
    kind: "research",
    question: "How many jobs per second can Postgres handle?",
  });
  expect(bySection(run.draft)["Where sources disagree"]?.toSorted()).toEqual([
    "In our tests Postgres handled 12,000 jobs per second on a small machine.",
    "On a small machine Postgres handled 7,000 jobs per second in our tests.",
  ]);
  expectCited(run);
});

test("a comparison gives each side its own section", async () => {
  const run = await runOver([acme, choosing], {
    kind: "research",
    question: "Postgres vs MySQL for job queues",
  });
  const sections = bySection(run.draft);
  expect(Object.keys(sections).slice(0, 2)).toEqual(["Postgres", "MySQL"]);
  expect(sections["MySQL"]?.every((text) => text.includes("MySQL"))).toBe(true);
  expectCited(run);
});

test("two questions in one request are answered apart, and the one without evidence is named", async () => {
  const { draft } = await runOver([acme, choosing], {
    kind: "research",
    question: "What does a managed Postgres cost? Which company maintains Kafka?",
  });
  expect(bySection(draft)["What does a managed Postgres cost?"]?.[0]).toContain("$15 per month");
  expect(draft.missing.join(" ")).toContain("Which company maintains Kafka");
});

test("a document comes back with its points and its figures, under its title", async () => {
  const run = await runOver([report], { kind: "document", question: "what is in this file?" });
  expect(run.draft.headline).toContain("Q3 report: Revenue grew 18% to $4.2 million");
  expect(bySection(run.draft)["Figures"]).toContain("Europe · $2.1 million");
  expectCited(run);
});

test("several documents are summed up one by one", async () => {
  const run = await runOver([acme, choosing], { kind: "document", question: "summarize these" });
  expect(run.draft.sections.slice(0, 2).map(({ heading }) => heading)).toEqual([
    "Queues at Acme",
    "Choosing a job queue",
  ]);
  expectCited(run);
});

test("a draft is an outline, and says that it is one", async () => {
  const run = await runOver([pricing], {
    kind: "draft",
    question: "draft a memo on pricing",
  });
  expect(run.draft.headline).toBe("Outline: memo on pricing");
  expect(run.draft.sections.map(({ heading }) => heading)).toContain("Where things stand");
  expect(run.draft.missing.join(" ")).toContain("outline");
  expectCited(run);
});

test("nothing found says so, says what was tried, and invents nothing", async () => {
  const { draft } = await runOver([report], {
    kind: "research",
    question: "What is the airspeed of a swallow?",
  });
  expect(isEmpty(draft)).toBe(true);
  expect(draft.headline).toBe("Nothing found on “the airspeed of a swallow”");
  expect(draft.missing).toEqual(["Read without a match: “Q3 report.pdf”."]);
  expect(draft.next.length).toBeGreaterThan(0);
});

test("a question nobody can be asked about because nothing is there ends in words as well", async () => {
  const { draft } = await runOver([], { kind: "research", question: "Is there cake?" });
  expect(isEmpty(draft)).toBe(true);
  expect(draft.missing.join(" ")).toContain("no search is set up");
});

test("names the sources do not know are missing; the draft says which", async () => {
  const { draft } = await runOver([report], {
    kind: "research",
    question: "What did revenue do according to Barbara Liskov?",
  });
  expect(draft.missing).toContain("The sources say nothing on: Barbara, Liskov.");
});
