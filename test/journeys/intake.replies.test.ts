import { expect, test } from "vitest";
import { TaskId } from "../../src/domain/ids.ts";
import { PermanentError } from "../../src/errors.ts";
import type { Sql } from "../../src/store/database.ts";
import { changeTask, lockTask } from "../../src/store/tasks.ts";
import { aThinking, scriptedEngine } from "../support/engine.ts";
import { heldThinking } from "../support/held.ts";
import { channels, people, startLegwork } from "../support/legwork.ts";
import { aMessage, anEvent, sendSigned } from "../support/signed.ts";
import { countTasks, questions, statusOf } from "./tasks.ts";

test("a note while it runs is confirmed in the thread and reaches the draft", async () => {
  const held = heldThinking();
  const { engine } = held.thinking;
  const seen: (readonly string[])[] = [];
  const thinking = {
    ...held.thinking,
    engine: {
      ...engine,
      write: (...given: Parameters<typeof engine.write>) => {
        seen.push(given[0].feedback);
        return engine.write(...given);
      },
    },
  };
  await using legwork = await startLegwork({ thinking });
  const { slack } = legwork;
  const { ts } = await slack.as(people.ada).say("#product", "@legwork why is checkout slow?");
  await held.begun;

  const link = "<https://status.example/a?b=1&amp;c=2|the status page>";
  const note = { thread_ts: ts, text: `only mobile, see ${link} and ask <@${people.grace}>` };
  await sendSigned(legwork, anEvent(aMessage(note)));
  await legwork.shown(channels.product, "Got it: I plan *L-1* again");
  held.release();

  await legwork.draft(channels.product, "Revised: only mobile");
  // Plain words, as people read them, with the address in full.
  expect(seen).toEqual([
    ["only mobile, see the status page (https://status.example/a?b=1&c=2) and ask @U0GRACE"],
  ]);
});

test("a note that comes in the moment the draft does becomes feedback on it, and is not dropped", async () => {
  await using legwork = await startLegwork({ workers: false });
  const { slack, db } = legwork;
  const { ts } = await slack.as(people.ada).say("#product", "@legwork why is checkout slow?");
  const { rows } = await db.query("select id from task");
  const id = TaskId.parse(rows[0]?.id);
  const at = new Date();

  const note = anEvent(aMessage({ text: "only mobile", thread_ts: ts }));
  const sent = await db.transaction(async (tx) => {
    await lockTask(tx, id);
    const sending = sendSigned(legwork, note);
    await waitingForLock(db);
    await changeTask(tx, id, { type: "advance", revision: 1, phase: "plan", at });
    await changeTask(tx, id, { type: "submit", revision: 1, at });
    return { sending };
  });

  expect((await sent.sending).status).toBe(200);
  const { rows: runs } = await db.query("select feedback from run order by revision");
  expect(runs).toEqual([{ feedback: null }, { feedback: "only mobile" }]);
});

/** Resolves once somebody waits for a row that somebody else has locked. */
async function waitingForLock(sql: Sql): Promise<void> {
  for (let asked = 0; asked < 2_000; asked += 1) {
    const { rowCount } = await sql.query(
      `select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`,
    );
    if (rowCount !== 0) return;
  }
  throw new Error("nobody waits for a lock");
}

test("in review, what the requester replies is feedback, and so is what others say to us by name", async () => {
  await using legwork = await startLegwork();
  const { slack } = legwork;
  const { ts } = await slack.as(people.ada).say("#product", "@legwork why is checkout slow?");
  await legwork.draft(channels.product, "About");

  await slack.as(people.linus).say("#product", "I think it is fine", { threadTs: ts });
  await slack.as(people.ada).say("#product", "shorter please", { threadTs: ts });
  await legwork.draft(channels.product, "Revised: shorter please");
  await legwork.shown(channels.product, "On it: revision 2");

  await slack.as(people.linus).say("#product", "@legwork add the dates", { threadTs: ts });
  await legwork.draft(channels.product, "Revised: add the dates");
  expect(await countTasks(legwork)).toBe(1);
});

test("courtesies, and what the requester says to somebody else, change nothing", async () => {
  await using legwork = await startLegwork();
  const { slack } = legwork;
  const ada = slack.as(people.ada);
  const { ts } = await ada.say("#product", "@legwork why is checkout slow?");
  await legwork.draft(channels.product);

  for (const text of ["thanks!", ":+1:", "@legwork thank you so much", "@grace what do you say?"]) {
    await ada.say("#product", text, { threadTs: ts });
  }
  await slack.settled();

  expect(await statusOf(legwork, 1)).toBe("in_review");
  expect(await countTasks(legwork)).toBe(1);
});

test("a task that could not be finished is tried again when somebody says so", async () => {
  let broken = true;
  const engine = scriptedEngine();
  const thinking = aThinking({
    plan: async (...args) => {
      if (broken) throw new PermanentError("The library is being moved.");
      return engine.plan(...args);
    },
  });
  await using legwork = await startLegwork({ thinking });
  const { slack } = legwork;
  const { ts } = await slack.as(people.ada).say("#product", "@legwork why is checkout slow?");
  await legwork.shown(channels.product, "could not be finished", "The library is being moved.");

  broken = false;
  await slack.as(people.ada).say("#product", "try again please", { threadTs: ts });

  await legwork.draft(channels.product, "About why is checkout slow?");
  await legwork.whispered(people.ada, channels.product, "*L-1* goes on where it broke off.");
  expect(await countTasks(legwork)).toBe(1);
});

test("once a task is closed, a mention in its thread is a new request, and chatter is not", async () => {
  await using legwork = await startLegwork();
  const { slack } = legwork;
  const ada = slack.as(people.ada);
  const { ts } = await ada.say("#product", "@legwork why is checkout slow?");
  await slack.as(people.grace).click(await legwork.draft(channels.product), "approve");
  await legwork.shown(channels.product, "Approved by");

  await ada.say("#product", "nice, I will tell the team", { threadTs: ts });
  await ada.say("#product", "@legwork thanks!", { threadTs: ts });
  await ada.say("#product", "@legwork and how do others solve it?", { threadTs: ts });

  const draft = await legwork.draft(channels.product, "About and how do others solve it?");
  expect(draft.thread_ts).toBe(ts);
  expect(await questions(legwork)).toEqual([
    "why is checkout slow?",
    "and how do others solve it?",
  ]);
});

test("a file that comes later is not read, and its sender is told what to do", async () => {
  await using legwork = await startLegwork();
  const { slack } = legwork;
  const { ts } = await slack.as(people.ada).say("#product", "@legwork why is checkout slow?");
  await legwork.draft(channels.product);
  const upload = { name: "more.txt", bytes: Buffer.from("More.") };

  await slack.as(people.ada).upload("#product", upload, { threadTs: ts });

  await legwork.whispered(people.ada, channels.product, "files that come with a request");
  expect(await statusOf(legwork, 1)).toBe("in_review");
});

test("hello and help are answered with what can be done, wherever they are said", async () => {
  await using legwork = await startLegwork();
  const ada = legwork.slack.as(people.ada);

  await ada.dm("hi");
  await ada.say("#product", "@legwork help");

  await legwork.shown("D0ADA", "What I do.");
  await legwork.whispered(people.ada, channels.product, "What I do.");
  expect(await countTasks(legwork)).toBe(0);
});
