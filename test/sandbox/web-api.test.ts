import { WebClient } from "@slack/web-api";
import { expect, test } from "vitest";
import { openSandbox, tokens } from "./open.ts";

async function open(seed = false) {
  const sandbox = await openSandbox({ seed });
  const client = connect(sandbox.apiUrl);
  return { sandbox, client, [Symbol.asyncDispose]: () => sandbox[Symbol.asyncDispose]() };
}

function connect(slackApiUrl: string, token: string | undefined = tokens.bot) {
  return new WebClient(token, { slackApiUrl, retryConfig: { retries: 0 } });
}

test("the token decides: none, a wrong one and an app-level one each have their own error", async () => {
  await using world = await open();
  const { apiUrl } = world.sandbox;
  await expect(connect(apiUrl, "").auth.test()).rejects.toThrow("not_authed");
  await expect(connect(apiUrl, "xoxb-other").auth.test()).rejects.toThrow("invalid_auth");
  await expect(connect(apiUrl, "xapp-x").auth.test()).rejects.toThrow("not_allowed_token_type");
  expect(await world.client.auth.test()).toMatchObject({
    user_id: "U0LEGWORK",
    team_id: "T0AMBLEFORD",
  });
});

test("an unknown method is a refusal with status 200, not a missing page", async () => {
  await using world = await open();
  const response = await fetch(`${world.sandbox.apiUrl}chat.postCard`, { method: "POST" });
  expect(response.status).toBe(200);
  expect(await response.json()).toMatchObject({ ok: false, error: "unknown_method" });
});

test("calls come as forms, as JSON and in the address, with the token in any of them", async () => {
  await using world = await open();
  const url = `${world.sandbox.apiUrl}users.info`;
  const json = {
    method: "POST",
    headers: { "content-type": "application/json", authorization: `Bearer ${tokens.bot}` },
  };
  const answers = await Promise.all([
    fetch(url, { ...json, body: JSON.stringify({ user: "U0ADA" }) }),
    fetch(url, { method: "POST", body: new URLSearchParams({ user: "U0ADA", token: tokens.bot }) }),
    fetch(`${url}?user=U0ADA&token=${tokens.bot}`),
  ]);
  for (const answer of answers) {
    expect(await answer.json()).toMatchObject({
      ok: true,
      user: { name: "ada", is_restricted: false },
    });
  }
});

test("a posted message comes back with what Slack adds: block ids, emoji, bot profile", async () => {
  await using world = await open();
  const text = { type: "plain_text" as const, text: "Yes" };
  const posted = await world.client.chat.postMessage({
    channel: "#product",
    text: "Decide",
    blocks: [
      { type: "section", text: { type: "mrkdwn", text: "*Decide*" } },
      { type: "actions", elements: [{ type: "button", action_id: "approve", text, value: "7" }] },
    ],
  });
  expect(posted.channel).toBe("C0PRODUCT");
  expect(posted.message?.bot_profile).toMatchObject({ id: "B0LEGWORK", app_id: "A0LEGWORK" });
  const [section, actions] = posted.message?.blocks ?? [];
  expect(section).toMatchObject({ block_id: expect.any(String), text: { verbatim: false } });
  expect(actions).toMatchObject({ elements: [{ action_id: "approve", text: { emoji: true } }] });
});

test("text alone in an edit takes the blocks away and keeps the metadata", async () => {
  await using world = await open();
  const metadata = { event_type: "legwork", event_payload: { key: "card-1" } };
  const blocks = [{ type: "divider" as const }];
  const { ts } = await world.client.chat.postMessage({
    channel: "C0PRODUCT",
    text: "a",
    blocks,
    metadata,
  });
  const at = { channel: "C0PRODUCT", ts: ts ?? "" };

  const kept = await world.client.chat.update({ ...at, text: "b", blocks });
  expect(kept.message).not.toHaveProperty("edited");
  const stripped = await world.client.chat.update({ ...at, text: "c" });
  expect(stripped.message).not.toHaveProperty("blocks");
  expect(stripped.message).toHaveProperty("edited");

  const plain = await world.client.conversations.history({ channel: at.channel });
  expect(plain.messages?.[0]).not.toHaveProperty("metadata");
  const full = await world.client.conversations.history({
    channel: at.channel,
    include_all_metadata: true,
  });
  expect(full.messages?.[0]?.metadata).toEqual(metadata);
  expect(world.sandbox.ledger.map(({ method, key }) => [method, key])).toEqual([
    ["chat.postMessage", "card-1"],
    ["chat.update", "card-1"],
    ["chat.update", "card-1"],
  ]);
});

test("a thread is read page by page, oldest first, its parent at the head", async () => {
  await using world = await open();
  const { client } = world;
  const root = await client.chat.postMessage({ channel: "C0PRODUCT", text: "0" });
  const ts = root.ts ?? "";
  for (const text of ["1", "2", "3", "4"]) {
    await client.chat.postMessage({ channel: "C0PRODUCT", thread_ts: ts, text });
  }
  const seen: string[][] = [];
  for await (const page of client.paginate("conversations.replies", {
    channel: "C0PRODUCT",
    ts,
    limit: 2,
  })) {
    const messages = "messages" in page && Array.isArray(page["messages"]) ? page["messages"] : [];
    seen.push(messages.map((message) => message.text));
  }
  expect(seen).toEqual([["0", "1"], ["2", "3"], ["4"]]);
  const all = await client.conversations.replies({ channel: "C0PRODUCT", ts });
  expect(all.messages?.[0]).toMatchObject({
    reply_count: 4,
    reply_users: ["U0LEGWORK"],
    thread_ts: ts,
  });
  const oldest = all.messages?.[3]?.ts ?? "";
  const later = await client.conversations.replies({ channel: "C0PRODUCT", ts, oldest });
  expect(later.messages?.map(({ text }) => text)).toEqual(["0", "4"]);
  const inclusive = await client.conversations.replies({
    channel: "C0PRODUCT",
    ts,
    oldest,
    inclusive: true,
  });
  expect(inclusive.messages?.map(({ text }) => text)).toEqual(["0", "3", "4"]);
  const history = await client.conversations.history({ channel: "C0PRODUCT" });
  expect(history.messages).toHaveLength(1);
});

test("what the app is not in, it cannot read or write; what is private, it cannot even find", async () => {
  await using world = await open(true);
  const { client } = world;
  await expect(client.chat.postMessage({ channel: "#random", text: "x" })).rejects.toThrow(
    "not_in_channel",
  );
  await expect(client.conversations.history({ channel: "C0RANDOM" })).rejects.toThrow(
    "not_in_channel",
  );
  for (const channel of ["C0LEADERSHIP", "#leadership", "C0NOWHERE"]) {
    await expect(client.chat.postMessage({ channel, text: "x" })).rejects.toThrow(
      "channel_not_found",
    );
    await expect(client.conversations.info({ channel })).rejects.toThrow("channel_not_found");
  }
  const listed = await client.conversations.list({ types: "public_channel,private_channel" });
  expect(listed.channels?.map(({ name }) => name)).toEqual([
    "general",
    "product",
    "support",
    "random",
  ]);
  await client.conversations.join({ channel: "C0RANDOM" });
  expect((await client.conversations.history({ channel: "C0RANDOM" })).messages).toHaveLength(1);
});

test("an ephemeral is for one person who is there, and no method reads it back", async () => {
  await using world = await open();
  const { client, sandbox } = world;
  const whispered = await client.chat.postEphemeral({
    channel: "C0PRODUCT",
    user: "U0ADA",
    text: "psst",
  });
  expect(sandbox.ephemerals("U0ADA", "#product").map(({ text }) => text)).toEqual(["psst"]);
  expect((await client.conversations.history({ channel: "C0PRODUCT" })).messages).toEqual([]);
  const at = { channel: "C0PRODUCT", ts: whispered.message_ts ?? "" };
  await expect(client.chat.update({ ...at, text: "x" })).rejects.toThrow("message_not_found");
  const elsewhere = client.chat.postEphemeral({ channel: "C0SUPPORT", user: "U0MAYA", text: "x" });
  await expect(elsewhere).rejects.toThrow("user_not_in_channel");
});

test("the app can write to a person in private, and can delete its own messages alone", async () => {
  await using world = await open();
  const { client, sandbox } = world;
  const im = await client.conversations.open({ users: "U0GRACE" });
  const { ts, channel } = await client.chat.postMessage({ channel: "U0GRACE", text: "hello" });
  expect(channel).toBe(im.channel?.id);
  await client.chat.delete({ channel: channel ?? "", ts: ts ?? "" });
  expect(sandbox.messages(channel ?? "")).toEqual([]);
  const hers = await sandbox.as("U0GRACE").dm("mine");
  await expect(client.chat.delete(hers)).rejects.toThrow("cant_delete_message");
  await expect(client.chat.update({ ...hers, text: "x" })).rejects.toThrow("cant_update_message");
});

test("a thread whose parent is deleted keeps its replies under a tombstone", async () => {
  await using world = await open();
  const { client } = world;
  const root = await client.chat.postMessage({ channel: "C0PRODUCT", text: "root" });
  const ts = root.ts ?? "";
  await client.chat.postMessage({ channel: "C0PRODUCT", thread_ts: ts, text: "reply" });
  await client.chat.delete({ channel: "C0PRODUCT", ts });
  const { messages } = await client.conversations.replies({ channel: "C0PRODUCT", ts });
  expect(
    messages?.map((message) => ["subtype" in message && message.subtype, message.text]),
  ).toEqual([
    ["tombstone", "This message was deleted."],
    [false, "reply"],
  ]);
});

test("a reaction is put once and taken once", async () => {
  await using world = await open();
  const { channel, ts } = await world.sandbox.as("U0ADA").say("#product", "hello");
  const reaction = { channel, timestamp: ts, name: "eyes" };
  await world.client.reactions.add(reaction);
  await expect(world.client.reactions.add(reaction)).rejects.toThrow("already_reacted");
  expect(world.sandbox.messages("#product")[0]?.reactions).toEqual([
    { name: "eyes", users: ["U0LEGWORK"], count: 1 },
  ]);
  await world.client.reactions.remove(reaction);
  await expect(world.client.reactions.remove(reaction)).rejects.toThrow("no_reaction");
});
