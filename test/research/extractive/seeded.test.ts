import { expect, test } from "vitest";
import { statementsOf, type Draft } from "../../../src/domain/draft.ts";
import { planOf } from "../../../src/research/extractive/plan.ts";
import { briefOf, bySection, type Run } from "../threads.ts";
import { askSeeded, decisionThread, invoiceThread } from "./seeded.ts";

/** What every draft over the seeded workspace owes its reader. */
function expectReadable({ draft, material }: Run): void {
  expect(draft.headline.length).toBeLessThanOrEqual(110);
  expect(draft.headline).not.toMatch(/…|_|; region/);
  for (const { text, citations, check } of statementsOf(draft)) {
    expect(text).not.toMatch(/…|\w_\w/);
    expect(text.split(/\s+/).length).toBeLessThanOrEqual(60);
    expect({ text, check: check.result }).toEqual({ text, check: "found" });
    expect(citations.length).toBeGreaterThan(0);
    for (const { source, passage, quote } of citations) {
      const position = draft.sources[source - 1]?.position ?? -1;
      expect(material.sources[position]?.passages[passage]?.text).toContain(quote);
    }
  }
}

const said = (draft: Draft): string =>
  statementsOf(draft)
    .map(({ text }) => text)
    .join("\n");

test("a decision that was written down as a list leads the summary, point by point", async () => {
  const run = await askSeeded("summary", "summarize this thread", [decisionThread]);
  const { draft } = run;
  expect(draft.headline).toBe(
    "Interim decision: Stock changes move to events, first as a shadow run beside the nightly export",
  );
  expect(draft.sections[0]?.heading).toBe("Decided");
  const decided = bySection(draft)["Decided"] ?? [];
  expect(decided).toHaveLength(7);
  expect(decided[0]).toBe("Grace Okell: Interim decision, valid until 31 January");
  expect(decided[6]).toBe(
    "Go-live for stock not before 1 February. The 15 January from the sync is off the table.",
  );
  expectReadable(run);
});

test("who does what names the owners of the decision with their dates, and joins a promise to what it is about", async () => {
  const { draft } = await askSeeded("summary", "summarize this thread", [decisionThread]);
  expect(bySection(draft)["Who does what"]).toEqual([
    "@Linus Varga: Stock changes move to events; start 1 December, at least 4 weeks",
    "@Maya Solen: the list of fields",
    "Grace Okell: @Ada Brook counts the differences every day and posts the number here.",
    "Grace Okell: The access is my action from August, and it is late. I will do it this week.",
  ]);
});

test("only what stayed open is an open question: no answered ones, no opening, no talk with the bot", async () => {
  const { draft } = await askSeeded("summary", "summarize this thread", [decisionThread]);
  expect(bySection(draft)["Open questions"]).toEqual([
    "Grace Okell: Open on purpose: 7 or 14 days of retention at go-live. I want an answer by 15 December.",
    "Maya Solen: Whether 7 days are enough for a repair at Easter I cannot say, that is for the platform team.",
  ]);
  expect(draft.next[0]).toBe(
    "Settle what Grace Okell left open: “7 or 14 days of retention at go-live. I want an answer by 15 December”",
  );
  expect(JSON.stringify(draft)).not.toMatch(/Legwork|Please say/);
});

test("what was said to the bot is no part of the thread", async () => {
  const [spoken] = decisionThread.passages;
  if (!spoken) throw new Error("The thread is empty.");
  const text = "@Legwork still open: the money for the second of the consumer hosts.";
  const passages = [...decisionThread.passages, { ...spoken, text }];
  const thread = { ...decisionThread, passages };
  const { draft } = await askSeeded("summary", "summarize this thread", [thread]);
  expect(said(draft)).not.toContain("consumer hosts");
});

test("the key points are arguments with their figures, on both sides", async () => {
  const { draft } = await askSeeded("summary", "summarize this thread", [decisionThread]);
  const points = (bySection(draft)["Key points"] ?? []).join("\n");
  expect(points).toMatch(/For: the export took 3 h 40 min/);
  expect(points).toMatch(/above the frame/);
  expect(points).toMatch(/objection from finance\. Tomas asked/);
});

test("figures that people set side by side, or contradict, are shown as differing", async () => {
  const { draft } = await askSeeded("summary", "summarize this thread", [decisionThread]);
  const differing = (bySection(draft)["Where people differ"] ?? []).join("\n");
  expect(differing).toMatch(/214 for the quarter, the report has 198/);
  expect(differing).toMatch(/61 orders were oversold[^]*The Q3 report has 58/);
  expect(differing).toMatch(/9 of 92[^]*7 of 92/);
});

test("an interim rule counts as decided, and what somebody cannot explain is open", async () => {
  const run = await askSeeded("summary", "summarize this thread", [invoiceThread]);
  const sections = bySection(run.draft);
  expect(sections["Decided"]?.[0]).toContain("correct on request, on the same day");
  expect(sections["Who does what"]).toEqual([
    "Ada Brook: I will use the text from the release notes.",
  ]);
  expect(sections["Open questions"]).toContain("Ada Brook: The other three I cannot explain yet.");
  expectReadable(run);
});

test("a status update has its parts and is headed by the decision", async () => {
  const run = await askSeeded("draft", "draft a status update on the checkout decision", [
    decisionThread,
  ]);
  expect(run.draft.headline).toMatch(/^Status: Stock changes move to events/);
  expect(run.draft.sections.map(({ heading }) => heading).slice(0, 5)).toEqual([
    "Decided",
    "Progress",
    "Risks",
    "Next",
    "Open",
  ]);
  expectReadable(run);
});

test("what was decided in a thread is asked of the thread, not of the library", async () => {
  const run = await askSeeded("research", "what did we decide?", [decisionThread]);
  expect(run.draft.headline).toMatch(/^Interim decision/);
  expect(run.draft.sources.map(({ title }) => title)).toEqual(["Thread in #product"]);
});

test("how many and why are answered together: the number, and the cause", async () => {
  const run = await askSeeded("research", "how many orders were oversold in August, and why?");
  const sections = bySection(run.draft);
  expect(run.draft.headline).toBe(
    "August: oversold orders 101; August stands out because of the stuck export on 19 August",
  );
  expect(sections["How many orders were oversold in August"]?.[0]).toBe(
    "August: oversold orders 101",
  );
  expect(sections["Why"]?.[0]).toMatch(/because of the stuck export/);
  expect(said(run.draft)).not.toContain("July");
  expectReadable(run);
});

test("61 and 58 oversold orders on one day disagree; a start at 01:00 and a run that did not finish do not", async () => {
  const { draft } = await askSeeded(
    "research",
    "how many orders were oversold in August, and why?",
  );
  expect(bySection(draft)["Where sources disagree"]?.toSorted()).toEqual([
    "August stands out because of the stuck export on 19 August, which alone led to 58 oversold orders.",
    "Customers: 61 oversold orders, refunds of €1,684 and vouchers of €671 (61 vouchers of €11).",
  ]);
  expect(draft.next).toEqual(["Settle which holds: 61 or 58 oversold orders."]);
});

test("a comparison has a part for each side and sets their columns side by side", async () => {
  const run = await askSeeded("research", "compare Brindle Streams and self-hosted");
  const { draft } = run;
  expect(draft.headline).toBe(
    "Brindle Streams vs self-hosted: price 1150 vs 620 EUR a month, retention 14 vs 30 days",
  );
  const sections = bySection(draft);
  expect(sections["Brindle Streams"]?.[0]).toMatch(/^Brindle Streams: price 1150 EUR a month/);
  expect(sections["self-hosted"]?.join("\n")).toMatch(/another 1900 EUR a month/);
  expect(sections["Side by side"]).toContain(
    "Setup: Brindle Streams 2 weeks, Self-hosted (open source) 7 weeks",
  );
  expect(draft.missing).toEqual([]);
  expectReadable(run);
});

test("cost and retention come with the price, the frame, and the two terms that are told", async () => {
  const question = "what does event streaming cost per month and how long are events kept?";
  const run = await askSeeded("research", question);
  expect(run.draft.headline).toBe(
    "Brindle Streams: price 1150 EUR a month; team retention 7 days or 14 days (sources differ)",
  );
  expect(said(run.draft)).toMatch(/price €1,150, retention 7 days/);
  expect(said(run.draft)).toMatch(/The frame is 1,200 euros a month/);
  expect(said(run.draft)).toMatch(/keeps events for 14 days/);
  expectReadable(run);
});

test("an owner is found by a line that names one, and a long sentence gives its answering clause", async () => {
  const owner = await askSeeded("research", "who owns the security policy?");
  expect(owner.draft.headline).toContain("owner: Ines Dahl");
  const lacking = await askSeeded("research", "how many invoices lack a VAT number?");
  expect(lacking.draft.headline).toBe("412 invoices lack a VAT number that should be there");
});

test("nothing found is said once, in the words of the question", async () => {
  const question = "what is the capital of Mongolia?";
  const { draft } = await askSeeded("research", question);
  expect(draft.headline).toBe("Nothing found on “the capital of Mongolia”");
  expect(draft.missing).toEqual(["Searched: the library."]);
  const plan = planOf(
    briefOf({ kind: "research", question, searchable: { web: false, library: true } }),
  );
  expect(plan.subtasks[0]?.title).toBe("Search the library: “the capital of Mongolia”");
});

test("statements of several quotes are the engine's own: a revision does not take them for a person's edits", async () => {
  const question = "compare Brindle Streams and self-hosted";
  const first = await askSeeded("research", question);
  const again = await askSeeded("research", question, [], {
    previous: first.draft,
    feedback: ["shorter"],
  });
  const fresh = await askSeeded("research", question, [], { feedback: ["shorter"] });
  expect(again.draft.sections).toEqual(fresh.draft.sections);
});
