import { WebClient } from "@slack/web-api";
import { expect, test } from "vitest";
import { openSandbox, tokens } from "./open.ts";
import { startEar } from "./ear.ts";

async function open() {
  const ear = await startEar();
  const delivery = { mode: "http" as const, url: ear.url, signingSecret: tokens.secret };
  const sandbox = await openSandbox({ delivery });
  return {
    ear,
    sandbox,
    ada: sandbox.as("U0ADA"),
    grace: sandbox.as("U0GRACE"),
    client: new WebClient(tokens.bot, { slackApiUrl: sandbox.apiUrl }),
    last: () => ear.heard.at(-1)?.body["event"],
    async [Symbol.asyncDispose]() {
      await sandbox[Symbol.asyncDispose]();
      await ear[Symbol.asyncDispose]();
    },
  };
}

test("a mention in a channel arrives twice, as message and as app_mention, with one ts and two ids", async () => {
  await using world = await open();
  await world.ada.say("#product", "@legwork why?");
  const [message] = world.ear.events("message");
  const [mention] = world.ear.events("app_mention");
  expect(message?.["event"].ts).toBe(mention?.["event"].ts);
  expect(message?.["event"].client_msg_id).toBe(mention?.["event"].client_msg_id);
  expect(message?.["event_id"]).not.toBe(mention?.["event_id"]);
  expect(message?.["event"]).toHaveProperty("channel_type", "channel");
  expect(mention?.["event"]).not.toHaveProperty("channel_type");
});

test("in a direct message there is no app_mention", async () => {
  await using world = await open();
  await world.ada.dm("@legwork why?");
  expect(world.ear.heard).toHaveLength(1);
  expect(world.last()).toMatchObject({ type: "message", channel_type: "im", channel: "D0ADA" });
});

test("nothing is heard of channels the app is not in, until somebody brings it there", async () => {
  await using world = await open();
  await world.ada.say("#random", "@legwork psst");
  await world.grace.say("#leadership", "secret");
  expect(world.ear.heard).toEqual([]);
  await world.ada.invite("#random");
  expect(world.last()).toMatchObject({
    type: "member_joined_channel",
    user: "U0LEGWORK",
    inviter: "U0ADA",
  });
  await world.ada.say("#random", "hello");
  expect(world.last()).toMatchObject({ type: "message", text: "hello" });
});

test("a person writes only where they are", async () => {
  await using world = await open();
  await expect(world.ada.say("#leadership", "x")).rejects.toThrow("not_in_channel");
  await expect(world.sandbox.as("U0MAYA").say("#support", "x")).rejects.toThrow("not_in_channel");
});

test("a reply names its thread and the author of the parent", async () => {
  await using world = await open();
  const { ts } = await world.ada.say("#product", "first");
  const reply = await world.grace.say("#product", "second", { threadTs: ts });
  expect(world.last()).toMatchObject({ thread_ts: ts, parent_user_id: "U0ADA", ts: reply.ts });
  const deeper = await world.ada.say("#product", "third", { threadTs: reply.ts });
  expect(world.sandbox.thread("#product", ts).at(-1)).toMatchObject({
    ts: deeper.ts,
    thread_ts: ts,
  });
});

test("what the app posts comes back to it as an event", async () => {
  await using world = await open();
  const { ts } = await world.client.chat.postMessage({ channel: "C0PRODUCT", text: "mine" });
  await world.sandbox.until(() => world.ear.heard.length === 1);
  expect(world.last()).toMatchObject({
    type: "message",
    ts,
    bot_id: "B0LEGWORK",
    bot_profile: { app_id: "A0LEGWORK" },
  });
});

test("an edit tells what it was and what it is, without another app_mention", async () => {
  await using world = await open();
  const message = await world.ada.say("#product", "@legwork old");
  await world.ada.edit(message, "@legwork new");
  expect(world.last()).toMatchObject({
    subtype: "message_changed",
    hidden: true,
    message: { ts: message.ts, text: "<@U0LEGWORK> new", edited: { user: "U0ADA" } },
    previous_message: { text: "<@U0LEGWORK> old" },
  });
  expect(world.ear.events("app_mention")).toHaveLength(1);
  await expect(world.grace.edit(message, "not mine")).rejects.toThrow("cant_update_message");
});

test("a link's preview changes a message that nobody edited", async () => {
  await using world = await open();
  const message = await world.ada.say("#product", "see https://example.org/a");
  await world.ada.unfurl(message, { title: "A" });
  expect(world.last()).toMatchObject({
    subtype: "message_changed",
    message: { attachments: [{ title: "A" }] },
  });
  expect(world.last().message).not.toHaveProperty("edited");
});

test("a deletion tells what is gone", async () => {
  await using world = await open();
  const message = await world.ada.say("#product", "oops");
  await world.ada.remove(message);
  expect(world.last()).toMatchObject({
    subtype: "message_deleted",
    deleted_ts: message.ts,
    previous_message: { text: "oops" },
  });
  expect(world.sandbox.messages("#product")).toEqual([]);
});

test("an upload is a file_share message and a file_shared event", async () => {
  await using world = await open();
  const bytes = new TextEncoder().encode("a,b\n1,2\n");
  const upload = await world.ada.upload("#product", { name: "t.csv", bytes }, { text: "look" });
  const [message] = world.ear.events("message");
  expect(message?.["event"]).toMatchObject({
    subtype: "file_share",
    text: "look",
    files: [{ id: upload.file.id, mimetype: "text/csv", size: 8 }],
  });
  expect(world.ear.events("file_shared")[0]?.["event"]).toMatchObject({
    file_id: upload.file.id,
    channel_id: "C0PRODUCT",
  });
});

test("a reaction and an opened Home tab are told", async () => {
  await using world = await open();
  const message = await world.ada.say("#product", "hello");
  await world.grace.react(message, "eyes");
  expect(world.last()).toMatchObject({
    type: "reaction_added",
    reaction: "eyes",
    user: "U0GRACE",
    item_user: "U0ADA",
  });
  await world.grace.unreact(message, "eyes");
  expect(world.last()).toMatchObject({ type: "reaction_removed" });
  await world.ada.openHome();
  expect(world.last()).toMatchObject({
    type: "app_home_opened",
    tab: "home",
    user: "U0ADA",
    channel: "D0ADA",
  });
  expect(world.last()).not.toHaveProperty("view");
  await world.client.views.publish({ user_id: "U0ADA", view: { type: "home", blocks: [] } });
  await world.ada.openHome();
  expect(world.last()).toHaveProperty("view.type", "home");
});

test("Stop while a session is processing tells the app, once", async () => {
  await using world = await open();
  const { channel, ts } = await world.ada.dm("go");
  await world.client.apiCall("agents.sessions.setStatus", {
    channel_id: channel,
    thread_ts: ts,
    status: "processing",
  });
  await world.ada.stopSession(channel, ts);
  expect(world.last()).toMatchObject({
    type: "agent_session_stopped",
    user: "U0ADA",
    thread_ts: ts,
  });
  await expect(world.ada.stopSession(channel, ts)).rejects.toThrow("thread_not_found");
});

test.each([
  ["@grace and @Ada.", "<@U0GRACE> and <@U0ADA>."],
  ["in #support, see #nowhere", "in <#C0SUPPORT|support>, see #nowhere"],
  ["a < b & c > d", "a &lt; b &amp; c &gt; d"],
  ["https://example.org/a?b=1&c=2.", "<https://example.org/a?b=1&amp;c=2>."],
  ["mail me@example.org", "mail me@example.org"],
  ["<@U0ADA> <https://x.example|label> <!here>", "<@U0ADA> <https://x.example|label> <!here>"],
  ["@here", "<!here>"],
])("typing %j sends %j", async (typed, sent) => {
  await using world = await open();
  await world.ada.say("#product", typed);
  expect(world.last().text).toBe(sent);
  await world.ada.command("#product", "/research", typed);
  expect(world.ear.heard.at(-1)?.body["text"]).toBe(sent);
});

test("what a person types also comes as rich text", async () => {
  await using world = await open();
  await world.ada.say("#product", "see *this* @grace https://x.example");
  const section = world.last().blocks[0].elements[0];
  expect(section.elements).toEqual([
    { type: "text", text: "see " },
    { type: "text", text: "this", style: { bold: true } },
    { type: "text", text: " " },
    { type: "user", user_id: "U0GRACE" },
    { type: "text", text: " " },
    { type: "link", url: "https://x.example" },
  ]);
});
