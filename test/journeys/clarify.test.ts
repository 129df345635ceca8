import { describe, expect, test } from "vitest";
import type { Brief, Engine } from "../../src/research/engine.ts";
import { aThinking, scriptedEngine } from "../support/engine.ts";
import { channels, type LegworkOptions, people, startLegwork } from "../support/legwork.ts";
import { aClick, aPayload, form, sendSigned } from "../support/signed.ts";
import { storyOf } from "./review.ts";
import { letTimePass, press, rowOf, waysIn } from "./steering.ts";

const { product } = channels;
const engine = scriptedEngine();
const asking = {
  question: "Which region do you mean?",
  options: ["EMEA", "All regions"],
  default: "All regions",
};

/** Legwork whose engine asks back once, before it plans, and shows in its draft what it was answered. */
async function startAsking(overrides: Partial<Engine> = {}, options: LegworkOptions = {}) {
  const briefs: Brief[] = [];
  let asked = 0;
  const thinking = aThinking({
    clarify: async () => {
      asked += 1;
      return asking;
    },
    plan: (brief, context) => {
      briefs.push(brief);
      return engine.plan(brief, context);
    },
    write: async (brief, ...rest) => {
      const draft = await engine.write(brief, ...rest);
      return { ...draft, headline: `For ${brief.answers?.[0]?.answer}` };
    },
    ...overrides,
  });
  const legwork = await startLegwork({ thinking, ...options });
  return Object.assign(legwork, { briefs, asked: () => asked });
}

/** A question of Ada's that waits for an answer. */
async function aQuestion(overrides: Partial<Engine> = {}, options: LegworkOptions = {}) {
  const legwork = await startAsking(overrides, options);
  const ada = legwork.slack.as(people.ada);
  const { ts } = await ada.say("#product", "@legwork why is checkout slow?");
  const question = await legwork.shown(product, "one question about *L-1*", '"answer"');
  return Object.assign(legwork, { ts, question });
}

describe("an ambiguous request", () => {
  test("gets one question with buttons, another way to answer, and what holds otherwise", async () => {
    await using legwork = await aQuestion();
    const { question } = legwork;

    expect([...waysIn(question).keys()]).toEqual(asking.options);
    const text = legwork.textOf(question);
    expect(text).toContain(`<@${people.ada}>, one question about *L-1* before I begin:`);
    expect(text).toContain("Or reply in this thread in your own words.");
    expect(text).toMatch(
      /If nobody has answered by <!date\^\d+\^.*>, I go on with “All regions”\./,
    );
    await legwork.shown(product, "Waiting for an answer: Which region do you mean?", '"stop"');
    legwork.expectNoProblems();
  });

  test("goes on with the button that somebody presses, and is asked nothing more", async () => {
    await using legwork = await aQuestion();
    const { db, question, briefs } = legwork;

    await press(legwork, people.grace, question, "EMEA");

    await legwork.draft(product, "For EMEA");
    const answered = await legwork.shown(product, `<@${people.grace}> answered “EMEA”.`);
    expect(answered.ts).toBe(question.ts);
    expect([...waysIn(answered)]).toEqual([]);
    await legwork.shown(product, "Draft ready", `Which region do you mean? <@${people.grace}>`);
    expect(briefs.map(({ answers }) => answers)).toEqual([
      [{ question: asking.question, answer: "EMEA", assumed: false }],
    ]);
    expect(legwork.asked()).toBe(1);
    expect(await storyOf(db)).toEqual(["open", "ask", "answer", "submit"]);
  });

  test("goes on with what the requester replies, in their own words", async () => {
    await using legwork = await aQuestion();
    const { slack, ts } = legwork;

    await slack.as(people.ada).say("#product", "EMEA and Turkey", { threadTs: ts });

    await legwork.shown(product, "Got it: “EMEA and Turkey”. *L-1* goes on with that.");
    await legwork.draft(product, "For EMEA and Turkey");
    expect(legwork.briefs[0]?.feedback).toEqual([]);
  });

  test("hears what others reply only where they speak to us", async () => {
    await using legwork = await aQuestion();
    const { slack, ts } = legwork;

    await slack.as(people.linus).say("#product", "EMEA, I guess", { threadTs: ts });
    await slack.settled();
    expect((await rowOf(legwork.db)).status).toBe("waiting");
    await slack.as(people.linus).say("#product", "@legwork the first one", { threadTs: ts });

    await legwork.draft(product, "For EMEA");
    await legwork.shown(product, `<@${people.linus}> answered “EMEA”.`);
  });

  test("goes on by itself when the time is over, and says what it assumes", async () => {
    await using legwork = await aQuestion();

    await letTimePass(legwork.db);

    await legwork.draft(product, "For All regions");
    const gone = await legwork.shown(product, "Nobody answered in time, so I went on with");
    expect([...waysIn(gone)]).toEqual([]);
    await legwork.shown(product, "Draft ready", "Nobody answered, so I assume: “All regions”.");
    expect(legwork.briefs[0]?.answers?.[0]?.assumed).toBe(true);
    expect(await storyOf(legwork.db)).toEqual(["open", "ask", "answer", "submit"]);
  });

  test("is stopped like any other, and its question has no buttons any more", async () => {
    await using legwork = await aQuestion();
    const { slack, ts, question, db } = legwork;

    await slack.as(people.ada).say("#product", "stop", { threadTs: ts });

    await legwork.shown(product, "was stopped");
    const closed = await legwork.shown(product, "*L-1* ended without an answer.");
    expect(closed.ts).toBe(question.ts);
    await letTimePass(db);
    const over = "select id from pgboss.job where name = 'assume' and state = 'completed'";
    await expect.poll(async () => (await db.query(over)).rowCount, { timeout: 45_000 }).toBe(1);
    expect(await storyOf(db)).toEqual(["open", "ask", "stop"]);
  });

  test("asks nothing where the operator wants no questions", async () => {
    await using legwork = await startAsking({}, { means: { answerMinutes: 0 } });
    await legwork.slack.as(people.ada).say("#product", "@legwork why is checkout slow?");

    await legwork.draft(product, "For undefined");
    expect(legwork.asked()).toBe(0);
  });

  test("asks nothing where there is nothing to choose", async () => {
    await using legwork = await startAsking({
      clarify: async () => ({ ...asking, options: ["EMEA", "emea."] }),
    });
    await legwork.slack.as(people.ada).say("#product", "@legwork why is checkout slow?");

    await legwork.draft(product, "For undefined");
    expect(await storyOf(legwork.db)).toEqual(["open", "submit"]);
  });

  test("asks nothing about a revision, but still knows the answer", async () => {
    await using legwork = await aQuestion();
    const { slack, ts, question, briefs } = legwork;
    await press(legwork, people.ada, question, "EMEA");
    await legwork.draft(product, "For EMEA");

    await slack.as(people.ada).say("#product", "shorter please", { threadTs: ts });

    await legwork.draft(product, "revision 2");
    expect(legwork.asked()).toBe(1);
    expect(briefs.at(-1)?.answers?.[0]?.answer).toBe("EMEA");
  });
});

describe("of all who answer", () => {
  test("the first click of eight counts, and every one is answered", async () => {
    await using legwork = await aQuestion();
    const { db, question, slack } = legwork;
    const clicks = Array.from({ length: 8 }, (_, n) =>
      press(
        legwork,
        n % 2 === 0 ? people.ada : people.grace,
        question,
        asking.options[n % 2] ?? "",
      ),
    );
    const acks = await Promise.all(clicks);

    expect(new Set(acks.map(({ status }) => status))).toEqual(new Set([200]));
    const draft = await legwork.draft(product, "For ");
    expect(await storyOf(db)).toEqual(["open", "ask", "answer", "submit"]);
    const taken = legwork.textOf(draft).includes("For EMEA") ? "EMEA" : "All regions";
    const loser = taken === "EMEA" ? people.grace : people.ada;
    await legwork.whispered(loser, product, `*L-1* goes by “${taken}”.`);
    await slack.settled();
  });

  test("a button, a reply, the end of the time and a stop at once have one winner", async () => {
    await using legwork = await aQuestion();
    const { db, question, slack, ts } = legwork;

    await Promise.all([
      press(legwork, people.grace, question, "EMEA"),
      slack.as(people.linus).say("#product", "@legwork APAC", { threadTs: ts }),
      letTimePass(db),
      slack.as(people.ada).say("#product", "stop", { threadTs: ts }),
    ]);

    await legwork.shown(product, "was stopped");
    const story = await storyOf(db);
    expect(story.filter((type) => type === "answer").length).toBeLessThanOrEqual(1);
    expect(story.at(-1)).toBe("stop");
    const { rows } = await db.query("select answer is not null as answered from question");
    expect(rows).toEqual([{ answered: story.includes("answer") }]);
  });

  test("whoever comes after the time may still say it, and then it is planned again", async () => {
    let plans = 0;
    const gathering = Promise.withResolvers<void>();
    await using legwork = await aQuestion({
      gather: async (brief, subtask, context) => {
        gathering.resolve();
        if (brief.answers?.[0]?.assumed !== true) return engine.gather(brief, subtask, context);
        return new Promise((_, reject) => {
          context.signal.addEventListener("abort", () => reject(context.signal.reason));
        });
      },
      plan: (brief, context) => {
        plans += 1;
        return engine.plan(brief, context);
      },
    });
    const { slack, ts, db } = legwork;
    await letTimePass(db);
    await gathering.promise;

    await slack.as(people.ada).say("#product", "EMEA", { threadTs: ts });

    await legwork.draft(product, "For EMEA");
    await legwork.shown(product, `<@${people.ada}> answered “EMEA”.`);
    expect(plans).toBe(2);
  });

  test("nobody from outside the workspace does", async () => {
    await using legwork = await aQuestion();
    const { question, db } = legwork;
    const [value] = [...legwork.textOf(question).matchAll(/"value":"((?:[^"\\]|\\.)*)"/g)].map(
      ([, found = ""]) => JSON.parse(`"${found}"`),
    );
    const click = aClick({
      user: { id: people.linus, team_id: "T0ELSEWHERE" },
      message: { type: "message", ts: question.ts, thread_ts: legwork.ts },
      actions: [{ type: "button", action_id: "answer", block_id: "b", value, action_ts: "1.1" }],
    });

    const { status } = await sendSigned(legwork, aPayload(click), { type: form });

    expect(status).toBe(200);
    await legwork.whispered(people.linus, product, "from outside this workspace");
    expect((await rowOf(db)).status).toBe("waiting");
  });
});

test("who waits for an answer holds no slot, and takes its turn for one with the answer", async () => {
  const holding = Promise.withResolvers<void>();
  const released = Promise.withResolvers<void>();
  await using legwork = await aQuestion(
    {
      clarify: async ({ question }) => (question.includes("checkout") ? asking : null),
      gather: async (brief, ...rest) => {
        if (!brief.question.includes("checkout")) {
          holding.resolve();
          await released.promise;
        }
        return engine.gather(brief, ...rest);
      },
    },
    { load: { concurrency: 1, perPerson: 1, perWorkspace: 1 } },
  );
  const { slack, db, question } = legwork;
  expect(await rowOf(db, 1)).toMatchObject({ status: "waiting", admitted: false });
  await slack.as(people.ada).say("#product", "@legwork how do others plan on-call?");
  await holding.promise;

  await press(legwork, people.ada, question, "EMEA");
  await legwork.shown(product, "L-1", "Queued");
  expect(await rowOf(db, 1)).toMatchObject({ status: "queued", admitted: false });
  expect(await rowOf(db, 2)).toMatchObject({ status: "running", admitted: true });
  released.resolve();

  await legwork.draft(product, "For EMEA");
});

test("a question whose end was lost comes to an end after all", async () => {
  await using legwork = await aQuestion();
  await legwork.db.query("delete from pgboss.job where name = 'assume'");
  await legwork.db.query("update question set until = clock_timestamp() - interval '1 minute'");

  await legwork.logged("question had no end");
  await legwork.draft(product, "For All regions");
  expect(await storyOf(legwork.db)).toEqual(["open", "ask", "answer", "submit"]);
});
