import { expect, test } from "vitest";
import { channels, people, startLegwork } from "../support/legwork.ts";
import {
  aCommand,
  aMessage,
  anEvent,
  aPayload,
  bot,
  form,
  json,
  sendSigned,
  team,
} from "../support/signed.ts";
import { countTasks, questions } from "./tasks.ts";

test("an event that Slack delivers again, ten times at once, opens one task", async () => {
  await using legwork = await startLegwork({ workers: false });
  const event = anEvent(aMessage());

  const sent = await Promise.all(Array.from({ length: 10 }, () => sendSigned(legwork, event)));

  expect(new Set(sent.map(({ status }) => status))).toEqual(new Set([200]));
  expect(await countTasks(legwork)).toBe(1);
});

/** One message, as Slack tells of it twice. */
const twins = (overrides: object) => {
  const message = aMessage(overrides);
  const mention = { ...message, type: "app_mention", channel_type: undefined };
  return [anEvent(message), anEvent(mention)] as const;
};

const asking = (n: number) => twins({ text: `<@${bot}> question ${n}` });

test("a mention told as app_mention and as message opens one task, in either order or at once", async () => {
  await using legwork = await startLegwork({ workers: false });

  for (const event of asking(1)) await sendSigned(legwork, event);
  for (const event of asking(2).toReversed()) await sendSigned(legwork, event);
  await Promise.all([3, 4, 5, 6, 7].flatMap(asking).map((event) => sendSigned(legwork, event)));

  expect((await questions(legwork)).toSorted()).toEqual(
    [1, 2, 3, 4, 5, 6, 7].map((n) => `question ${n}`),
  );
});

test("a command replayed with its trigger says that it is known, and opens no second task", async () => {
  await using legwork = await startLegwork({ workers: false });
  const command = aCommand();

  const first = await sendSigned(legwork, command, { type: form });
  const second = await sendSigned(legwork, command, { type: form });

  expect(first.text).toContain("On it: *L-1*");
  expect(second.text).toContain("I have that one already");
  expect(await countTasks(legwork)).toBe(1);
});

test("a shortcut replayed with its trigger opens one task", async () => {
  await using legwork = await startLegwork({ workers: false });
  const shortcut = aPayload({
    type: "message_action",
    callback_id: "research_message",
    trigger_id: "1.2.shortcut",
    response_url: "http://127.0.0.1:1/",
    team: { id: team, domain: "ambleford" },
    user: { id: people.ada, team_id: team },
    channel: { id: channels.product, name: "product" },
    message: { type: "message", user: people.grace, ts: "1700000000.000100", text: "Why so slow?" },
  });

  for (const _ of [1, 2]) {
    expect((await sendSigned(legwork, shortcut, { type: form })).status).toBe(200);
  }
  expect(await questions(legwork)).toEqual(["Why so slow?"]);
});

test("an event that comes with a retry header but was never seen is accepted", async () => {
  await using legwork = await startLegwork({ workers: false });
  const headers = { "x-slack-retry-num": "3", "x-slack-retry-reason": "http_timeout" };

  const sent = await sendSigned(legwork, anEvent(aMessage()), { type: json, headers });

  expect(sent.status).toBe(200);
  expect(await countTasks(legwork)).toBe(1);
});

test("what is said in a task's thread counts once, however often Slack tells of it", async () => {
  await using legwork = await startLegwork({ workers: false });
  const { slack, db } = legwork;
  const { ts } = await slack.as(people.ada).say("#product", "@legwork why is checkout slow?");
  const said = (text: string) => {
    const both = twins({ text: `<@${bot}> ${text}`, thread_ts: ts });
    return [...both, ...both];
  };

  await Promise.all(said("only for mobile").map((event) => sendSigned(legwork, event)));
  const { rows: notes } = await db.query("select text from note");
  expect(notes).toEqual([{ text: "only for mobile" }]);

  // The first "stop" closes the task; the others must not be taken for new requests.
  await Promise.all(said("stop").map((event) => sendSigned(legwork, event)));
  expect(await questions(legwork)).toEqual(["why is checkout slow?"]);
});

test("an edit that is no new mention, a join, and another app's message open nothing", async () => {
  await using legwork = await startLegwork({ workers: false });
  const { slack } = legwork;
  const posted = await slack.as(people.ada).say("#product", "@legwork why is checkout slow?");
  await slack.as(people.ada).edit(posted, "@legwork why is checkout so slow?");
  await slack.as(people.ada).join("#random");

  for (const overrides of [{ bot_id: "B0OTHER" }, { subtype: "bot_message" }, { user: bot }]) {
    const sent = await sendSigned(legwork, anEvent(aMessage(overrides)));
    expect(sent.status).toBe(200);
  }
  await slack.settled();
  expect(await countTasks(legwork)).toBe(1);
});
