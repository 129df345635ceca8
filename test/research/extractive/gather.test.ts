import { expect, test } from "vitest";
import type { Subtask } from "../../../src/domain/plan.ts";
import { FencedError, PermanentError, RateLimitedError } from "../../../src/errors.ts";
import { gatherFor } from "../../../src/research/extractive/gather.ts";
import { acme, briefOf, choosing, contextOf, pricing, readerOf, queryFor } from "../threads.ts";

const subtask: Subtask = {
  number: 1,
  title: "Search the web for Postgres",
  objective: "Postgres",
  queries: [
    { type: "web", query: "postgres queue" },
    { type: "web", query: "job queue" },
  ],
};
const brief = briefOf({
  kind: "research",
  question: "How many jobs per second can Postgres handle?",
});

test("passages that speak about the question are found, best first, and each says why", async () => {
  const context = contextOf(() => ({ sources: [acme, choosing], notes: [] }));
  const { findings } = await gatherFor(
    brief,
    { ...subtask, queries: subtask.queries.slice(0, 1) },
    context,
  );
  expect(findings.map(({ score }) => score)).toEqual(
    findings.map(({ score }) => score).toSorted((a, b) => b - a),
  );
  expect(findings[0]?.why).toMatch(/^mentions .*postgres/);
  expect(new Set(findings.map(({ source }) => source))).toEqual(new Set([0, 1]));
});

test("of a thread to be summed up every message that says something counts", async () => {
  const given = [queryFor(pricing)];
  const context = contextOf(readerOf([pricing]));
  const request = briefOf({ kind: "summary", question: "summarize this thread please", given });
  const { findings } = await gatherFor(request, { ...subtask, queries: given }, context);
  const found = findings.map(({ passage }) => passage);
  expect(findings[0]?.why).toBe("opens the conversation");
  expect(found).toContain(7);
  expect(found).not.toContain(13); // The request itself.
});

test("a reading is remembered under a name of its query, so that a restart does not read again", async () => {
  const context = contextOf(() => ({ sources: [acme], notes: [] }));
  await gatherFor(brief, subtask, context);
  await gatherFor(brief, subtask, context);
  expect(context.reads).toHaveLength(2);
  expect(new Set(context.names).size).toBe(2);
});

test("one failed reading is a note in plain words, and the rest is there", async () => {
  const context = contextOf((query) => {
    if (query.type === "web" && query.query === "job queue")
      throw new Error("ECONNREFUSED 10.0.0.1");
    return { sources: [acme], notes: [] };
  });
  const { sources, notes } = await gatherFor(brief, subtask, context);
  expect(sources).toHaveLength(1);
  expect(notes).toEqual(["Could not search the web: “job queue”."]);
});

test("a failure that was written for people is told as it is", async () => {
  const context = contextOf(() => {
    throw new PermanentError("the search service refused the key");
  });
  const { notes } = await gatherFor(brief, subtask, context);
  expect(notes[0]).toBe(
    "Could not search the web: “postgres queue”: the search service refused the key",
  );
});

test.each([new FencedError("no longer ours"), new RateLimitedError("search", 30)])(
  "%s goes through",
  async (error) => {
    const context = contextOf(() => {
      throw error;
    });
    await expect(gatherFor(brief, subtask, context)).rejects.toBe(error);
  },
);

test("a stopped run stops here", async () => {
  const controller = new AbortController();
  const context = contextOf(() => {
    controller.abort(new Error("stopped"));
    return { sources: [acme], notes: [] };
  }, controller.signal);
  await expect(gatherFor(brief, subtask, context)).rejects.toThrow("stopped");
});

test("a search without a hit says so", async () => {
  const context = contextOf(() => ({ sources: [], notes: [] }));
  const { notes, findings } = await gatherFor(brief, subtask, context);
  expect(findings).toEqual([]);
  expect(notes[0]).toBe("The web search for “Postgres” found nothing.");
});
