import { expect, test } from "vitest";
import { channels, people, startLegwork } from "../support/legwork.ts";
import { aMessage, anEvent, bot, sendSigned } from "../support/signed.ts";
import { countTasks, questions } from "./tasks.ts";

async function taskOf({ db }: Awaited<ReturnType<typeof startLegwork>>, number: number) {
  const { rows } = await db.query(
    `select kind, origin, channel, thread_ts as ts, requester, question, given
     from task where number = $1`,
    [number],
  );
  return rows[0];
}

test("a mention in a channel is a request, answered under it", async () => {
  await using legwork = await startLegwork();
  const { slack } = legwork;

  const asked = await slack.as(people.ada).say("#product", "@legwork why is checkout slow?");

  const draft = await legwork.draft(channels.product, "About why is checkout slow?");
  expect(draft.thread_ts).toBe(asked.ts);
  expect(await taskOf(legwork, 1)).toMatchObject({
    origin: "mention",
    requester: people.ada,
    question: "why is checkout slow?",
    given: [],
  });
  legwork.expectNoProblems();
});

test("a mention in a thread works from that thread", async () => {
  await using legwork = await startLegwork({ workers: false });
  const { slack } = legwork;
  const parent = await slack.as(people.grace).say("#product", "Checkout is slow since Monday.");

  await slack
    .as(people.ada)
    .say("#product", "@legwork summarize this thread", { threadTs: parent.ts });
  await slack.as(people.linus).say("#support", "@legwork how do others do it?");

  expect(await taskOf(legwork, 1)).toMatchObject({
    kind: "summary",
    ts: parent.ts,
    given: [{ type: "thread", channel: channels.product, ts: parent.ts }],
  });
  expect(await taskOf(legwork, 2)).toMatchObject({ kind: "research", given: [] });
});

test("a reply that is also sent to the channel is read like any other", async () => {
  await using legwork = await startLegwork({ workers: false });
  const { ts } = await legwork.slack.as(people.grace).say("#product", "Checkout is slow.");
  const broadcast = aMessage({ subtype: "thread_broadcast", thread_ts: ts });

  expect((await sendSigned(legwork, anEvent(broadcast))).status).toBe(200);

  expect(await taskOf(legwork, 1)).toMatchObject({ ts, given: [{ type: "thread" }] });
});

test("a direct message is a request, and a reply in its thread is about the task", async () => {
  await using legwork = await startLegwork();
  const { slack } = legwork;

  const asked = await slack.as(people.ada).dm("why is checkout slow?");
  const draft = await legwork.draft("D0ADA", "About why is checkout slow?");
  expect(draft.thread_ts).toBe(asked.ts);

  await slack.as(people.ada).dm("only mobile, please", { threadTs: asked.ts });
  await legwork.draft("D0ADA", "Revised: only mobile, please");
  expect(await countTasks(legwork)).toBe(1);
  legwork.expectNoProblems();
});

test("“Research this” on a message makes it the question, with its thread around it", async () => {
  await using legwork = await startLegwork();
  const { slack } = legwork;
  const message = await slack.as(people.grace).say("#product", "Why do exports stall at 2 GB?");

  expect(await slack.as(people.ada).shortcut("research_message", message)).toMatchObject({
    ok: true,
  });

  const draft = await legwork.draft(channels.product, "About Why do exports stall at 2 GB?");
  expect(draft.thread_ts).toBe(message.ts);
  expect(await taskOf(legwork, 1)).toMatchObject({ origin: "shortcut", requester: people.ada });
});

test("an upload with a mention is a request about that file", async () => {
  await using legwork = await startLegwork({ workers: false });
  const upload = { name: "notes.txt", bytes: Buffer.from("Checkout waits on the tax service.") };

  const text = "@legwork what does this say about tax?";
  const { file } = await legwork.slack.as(people.ada).upload("#product", upload, { text });

  expect(await questions(legwork)).toEqual(["what does this say about tax?"]);
  expect(await taskOf(legwork, 1)).toMatchObject({
    kind: "document",
    given: [{ type: "file", file: file.id, name: "notes.txt" }],
  });
});

test("/summarize takes a link, a channel since a time, or a text", async () => {
  await using legwork = await startLegwork({ workers: false });
  const ada = legwork.slack.as(people.ada);
  const long = "Checkout was slow on Monday. The tax service was to blame. It is fixed now.";

  await ada.command("#product", "/summarize", "https://status.example/checkout");
  await ada.command("#product", "/summarize", "#support since 7d");
  await ada.command("#product", "/summarize", long);

  expect(await taskOf(legwork, 1)).toMatchObject({
    kind: "summary",
    given: [{ type: "page", url: "https://status.example/checkout" }],
  });
  expect(await taskOf(legwork, 2)).toMatchObject({
    given: [{ type: "channel", channel: channels.support, name: "support" }],
  });
  expect(await taskOf(legwork, 3)).toMatchObject({ given: [{ type: "text", text: long }] });
});

test("what people say to each other is not for us", async () => {
  await using legwork = await startLegwork({ workers: false });
  const { slack } = legwork;
  const { ts } = await slack.as(people.grace).say("#product", "Checkout is slow since Monday.");
  await slack.as(people.ada).say("#product", "It is the tax service.", { threadTs: ts });

  expect(await countTasks(legwork)).toBe(0);
  expect(slack.messages(channels.product).filter(({ bot_id }) => bot_id)).toEqual([]);
});

test("our name counts with or without a label, and is no part of the question", async () => {
  await using legwork = await startLegwork({ workers: false });
  const text = `<@${bot}|legwork> why is checkout slow?`;

  await sendSigned(legwork, anEvent(aMessage({ text })));

  expect(await questions(legwork)).toEqual(["why is checkout slow?"]);
});
