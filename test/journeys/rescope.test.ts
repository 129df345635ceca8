import { expect, test } from "vitest";
import { z } from "zod";
import type { Brief, Engine } from "../../src/research/engine.ts";
import type { Thinking } from "../../src/app.ts";
import { BudgetError } from "../../src/errors.ts";
import { extractiveEngine } from "../../src/research/extractive/engine.ts";
import { aDraft, aThinking, scriptedEngine } from "../support/engine.ts";
import { channels, people, startLegwork } from "../support/legwork.ts";
import { storyOf, taskRow } from "./review.ts";
import { aPage, citingAll, type Legwork, rowOf, signal, untilStopped } from "./steering.ts";

const { product } = channels;
const engine = scriptedEngine();

/**
 * An engine whose first plan never ends by itself: its first part comes home, the second one works until it is stopped. Every
 * other plan comes to a draft that cites all there is.
 */
function stuckThinking(overrides: Partial<Engine> = {}) {
  const [begun, stopped] = [signal(), signal()];
  const plans: Brief[] = [];
  const thinking = aThinking({
    plan: (brief, context) => {
      plans.push(brief);
      return engine.plan(brief, context);
    },
    async gather(_brief, { number }, { signal: stop }) {
      if (number === 2) {
        begun.resolve();
        await untilStopped(stop).finally(stopped.resolve);
      }
      return {
        sources: [aPage(String(number))],
        findings: [{ source: 0, passage: 0, score: 1, why: "names the subject" }],
        notes: [],
      };
    },
    write: async ({ feedback }, _plan, { sources }) =>
      citingAll(`Now: ${feedback.at(-1) ?? "as asked"}`, sources),
    ...overrides,
  });
  return { thinking, plans, begun: begun.promise, stopped: stopped.promise };
}

/** A task of Ada's of which one part of two is gathered, and the other one would never be. */
async function aStuckTask(overrides: Partial<Engine> = {}) {
  const stuck = stuckThinking(overrides);
  const legwork = await startLegwork({ thinking: stuck.thinking });
  const { ts } = await legwork.slack
    .as(people.ada)
    .say("#product", "@legwork why is checkout slow?");
  await stuck.begun;
  await gathered(legwork, 1);
  const say = (text: string) =>
    legwork.slack.as(people.ada).say("#product", text, { threadTs: ts });
  return { ...legwork, ...stuck, say };
}

/** Waits until so many parts are there. */
async function gathered({ db }: Pick<Legwork, "db">, parts: number): Promise<void> {
  await expect
    .poll(
      async () => (await db.query("select number from subtask where status = 'done'")).rows.length,
      { timeout: 45_000 },
    )
    .toBe(parts);
}

test("a note that changes what is asked stops the old plan and makes another, and what was found is in the draft", async () => {
  await using legwork = await aStuckTask();
  const { db, say, plans, stopped } = legwork;

  await say("only EMEA");

  await stopped;
  await legwork.shown(
    product,
    "Got it: I plan *L-1* again with what I have found so far: 1 source from 1 of 2 parts.",
  );
  const draft = await legwork.draft(product, "Now: only EMEA");
  // Page 2 was never read: its part was dropped, and those of the second plan are numbered on.
  for (const page of ["Page 1", "Page 3", "Page 4"]) expect(legwork.textOf(draft)).toContain(page);
  expect(legwork.textOf(draft)).not.toContain("Page 2");
  expect(await storyOf(db)).toEqual(["open", "rescope", "submit"]);
  expect(plans.map(({ feedback, found }) => [feedback, found?.material.sources.length])).toEqual([
    [[], undefined],
    [["only EMEA"], 1],
  ]);
  expect(plans[1]?.found?.subtasks.map(({ number }) => number)).toEqual([1]);
});

test("what is said in the place of “noted” is one message, and the card shows the parts that count", async () => {
  await using legwork = await aStuckTask();
  const { slack, say } = legwork;

  await say("only EMEA");

  await legwork.draft(product, "Now: only EMEA");
  const own = slack.messages(product).filter(({ bot_id }) => bot_id);
  expect(own.filter((message) => /Noted|Got it/.test(legwork.textOf(message)))).toHaveLength(1);
  const card = await legwork.shown(product, "L-1", "Draft ready for review");
  expect(legwork.textOf(card)).toContain("Look 1");
  expect(legwork.textOf(card).match(/white_check_mark/g)).toHaveLength(3);
  legwork.expectNoProblems();
});

test("what the old plan still brings home is void, however late it comes", async () => {
  const [late, done] = [signal(), signal()];
  const [begun, replanned] = [signal(), signal()];
  const heard: string[] = [];
  let plans = 0;
  const thinking = aThinking({
    plan: async (brief, context) => {
      plans += 1;
      if (plans === 2) replanned.resolve();
      return engine.plan(brief, context);
    },
    async gather(_brief, { number }, { takeNotes, remember, read, signal: stop }) {
      if (number === 2) {
        begun.resolve();
        await late.promise; // Deaf to being stopped, like a call that cannot be taken back.
        for (const attempt of [
          () => takeNotes("turn 1"),
          () => remember("turn 1", z.number(), async () => 1),
          () => read({ type: "web", query: "late" }, stop),
        ]) {
          await attempt().then(
            () => heard.push("done"),
            (error: unknown) => heard.push(error instanceof Error ? error.name : "?"),
          );
        }
        done.resolve();
      }
      return { sources: [aPage(String(number))], findings: [], notes: [] };
    },
    write: async (_brief, _plan, { sources }) => citingAll("All", sources),
  });
  await using legwork = await startLegwork({ thinking });
  const ada = legwork.slack.as(people.ada);
  const { ts } = await ada.say("#product", "@legwork why is checkout slow?");
  await begun.promise;
  await ada.say("#product", "only EMEA", { threadTs: ts });
  await replanned.promise;
  late.resolve();
  await done.promise;

  const draft = await legwork.draft(product, "All");
  expect(legwork.textOf(draft)).not.toContain("Page 2");
  expect(heard.slice(0, 2)).toEqual(["FencedError", "FencedError"]);
  await legwork.slack.settled();
  const { rows } = await legwork.db.query("select name from step where name like 'turn%'");
  expect(rows).toEqual([]);
});

test("a run keeps its slot when it plans again, and its epoch is another", async () => {
  const [second, on] = [signal(), signal()];
  let plans = 0;
  await using legwork = await aStuckTask({
    plan: async (brief, context) => {
      plans += 1;
      if (plans === 2) {
        second.resolve();
        await on.promise;
      }
      return engine.plan(brief, context);
    },
  });
  const before = await rowOf(legwork.db);

  await legwork.say("EMEA only please");
  await second.promise;

  expect(await rowOf(legwork.db)).toEqual({ ...before, epoch: before.epoch + 1 });
  expect(before).toMatchObject({ status: "running", admitted: true, revision: 1 });
  on.resolve();
  await legwork.draft(product, "Now: EMEA only please");
});

test("what changes while the draft is written is written anew, from another plan", async () => {
  const begun = signal();
  const feedback: (readonly string[])[] = [];
  const thinking = aThinking({
    write: async (brief, _plan, _material, { signal: stop }) => {
      feedback.push(brief.feedback);
      if (feedback.length === 1) {
        begun.resolve();
        await untilStopped(stop);
      }
      return aDraft({ headline: `Now: ${brief.feedback.at(-1)}` });
    },
  });
  await using legwork = await startLegwork({ thinking });
  const ada = legwork.slack.as(people.ada);
  const { ts } = await ada.say("#product", "@legwork why is checkout slow?");
  await begun.promise;

  await ada.say("#product", "also compare with Redis", { threadTs: ts });

  await legwork.shown(product, "I plan *L-1* again", "2 sources from 2 parts.");
  await legwork.draft(product, "Now: also compare with Redis");
  expect(feedback).toEqual([[], ["also compare with Redis"]]);
  expect(await storyOf(legwork.db)).toEqual(["open", "rescope", "submit"]);
});

test("what is said before there is a plan changes no plan: the first one knows of it", async () => {
  const stuck = stuckThinking({ gather: (...given) => engine.gather(...given) });
  await using legwork = await startLegwork({ thinking: stuck.thinking, workers: false });
  const ada = legwork.slack.as(people.ada);
  const { ts } = await ada.say("#product", "@legwork why is checkout slow?");
  await ada.say("#product", "only EMEA", { threadTs: ts });

  await using workers = await legwork.startWorkers();

  await legwork.draft(product, "Now: only EMEA");
  expect(workers.queue).toBeDefined();
  await legwork.shown(product, "Noted for *L-1*");
  expect(stuck.plans.map(({ feedback }) => feedback)).toEqual([["only EMEA"]]);
  expect(await storyOf(legwork.db)).toEqual(["open", "submit"]);
});

test("an engine that can judge a note does, whatever its words", async () => {
  const judged: string[] = [];
  await using legwork = await aStuckTask({
    triage: async (note, brief) => {
      judged.push(`${brief.question} ${note}`);
      return note.includes("tax") ? "rescope" : "steer";
    },
  });

  await legwork.say("only EMEA");
  await legwork.say("it is about the tax service");

  await legwork.draft(product, "Now: it is about the tax service");
  expect(judged.toSorted()).toEqual([
    "why is checkout slow? it is about the tax service",
    "why is checkout slow? only EMEA",
  ]);
  expect(await storyOf(legwork.db)).toEqual(["open", "rescope", "submit"]);
});

test("where there is no money to judge a note, clear words count", async () => {
  await using legwork = await aStuckTask({
    triage: async () => {
      throw new BudgetError("task", { limitUsd: 1, leftUsd: 0, neededUsd: 0.1 });
    },
  });

  await legwork.say("only EMEA");

  await legwork.draft(product, "Now: only EMEA");
  expect(await storyOf(legwork.db)).toEqual(["open", "rescope", "submit"]);
});

test(
  "where a note cannot be judged at all, clear words count, too",
  { timeout: 120_000 },
  async () => {
    await using legwork = await aStuckTask({
      triage: async () => {
        throw new Error("the model speaks in riddles");
      },
    });

    await legwork.say("only EMEA");
    await legwork.logged("dead letter");

    await legwork.draft(product, "Now: only EMEA");
    expect(await storyOf(legwork.db)).toEqual(["open", "rescope", "submit"]);
  },
);

test("“stop” after a change stops the new plan like any other", async () => {
  const second = signal();
  let plans = 0;
  await using legwork = await aStuckTask({
    plan: async (brief, context) => {
      plans += 1;
      if (plans === 2) {
        second.resolve();
        await untilStopped(context.signal);
      }
      return engine.plan(brief, context);
    },
  });
  await legwork.say("only EMEA");
  await second.promise;

  await legwork.say("stop");

  await legwork.shown(product, "was stopped", "1 of 1 part gathered, 1 source read");
  expect((await taskRow(legwork.db)).status).toBe("cancelled");
});

const titled = (title: string, text: string) => ({
  ...aPage(title),
  title,
  passages: [{ text, speaker: null, locator: null, url: null }],
});

test("without a model, what was found before “only …” is quoted, and weighed with what was looked up after it", async () => {
  const [begun, plain] = [signal(), extractiveEngine()];
  const wiki = titled("Wiki", "Checkout is slow in EMEA because the tax service answers late.");
  const report = titled("Report", "In EMEA the checkout took 4 seconds on Monday, in APAC only 1.");
  let stuck = true;
  const thinking: Thinking = {
    searchable: { web: true, library: true },
    readFor: async () => async (query, stop) => {
      if (query.type === "library") return { sources: [wiki], notes: [] };
      if (stuck) {
        stuck = false;
        begun.resolve();
        await untilStopped(stop);
      }
      return { sources: [report], notes: [] };
    },
    engine: plain,
  };
  await using legwork = await startLegwork({ thinking });
  const ada = legwork.slack.as(people.ada);
  const { ts } = await ada.say("#product", "@legwork why is checkout slow?");
  await begun.promise;
  await gathered(legwork, 1);

  await ada.say("#product", "only EMEA", { threadTs: ts });

  await legwork.shown(product, "I plan *L-1* again", "1 source from 1 of 2 parts.");
  const draft = await legwork.draft(product);
  const text = legwork.textOf(draft);
  expect(text).toContain("Checkout is slow in EMEA because the tax service answers late. [1]");
  // One of them is of the page that only the second plan has read.
  expect(text).toContain("The draft now turns on 2 sentences about “EMEA”.");
});
