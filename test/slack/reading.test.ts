import { expect, test } from "vitest";
import { z } from "zod";
import { TeamId } from "../../src/domain/ids.ts";
import { startSandbox } from "../../src/sandbox/sandbox.ts";
import { channels, people } from "../../src/sandbox/seed/workspace.ts";
import { tsAt } from "../../src/sandbox/world/ids.ts";
import { addMessage } from "../../src/sandbox/world/messages.ts";
import { openCall } from "../../src/slack/call.ts";
import { type ReadingDeps, readChannel, readThread } from "../../src/slack/reading.ts";

const botToken = "xoxb-test";
const Anything = z.looseObject({});

/** A door to the local Slack, on behalf of Ada, who asks in #general. */
async function aReading(overrides: Partial<ReadingDeps> = {}) {
  const delivery = { mode: "http", url: "http://127.0.0.1:1/", signingSecret: "x" } as const;
  const slack = await startSandbox({ botToken, seed: false, delivery, ackTimeoutMs: 100 });
  const deps: ReadingDeps = {
    call: openCall({ token: botToken, apiUrl: slack.apiUrl, now: () => new Date() }),
    workspaceUrl: "https://ambleford.slack.com/",
    botId: "B0LEGWORK",
    team: TeamId.parse("T0AMBLEFORD"),
    requester: people.ada,
    origin: channels.general,
    names: async (ids) => new Map(ids.map((id) => [id, id.slice(2).toLowerCase()])),
    ...overrides,
  };
  return { slack, deps, [Symbol.asyncDispose]: () => slack[Symbol.asyncDispose]() };
}

test("a thread is read in plain text, oldest first, by name and with an address for each message", async () => {
  await using reading = await aReading();
  const { slack, deps } = reading;
  const parent = await slack
    .as(people.grace)
    .say("#product", "Checkout is slow & <https://a.example|here>");
  await slack.as(people.linus).say("#product", "Ask @ada", { threadTs: parent.ts });

  const read = await readThread(deps, channels.product, parent.ts);

  const id = parent.ts.replace(".", "");
  expect(read).toMatchObject({ name: "product", private: false, cut: false });
  expect("messages" in read && read.messages.map(({ user, text }) => [user, text])).toEqual([
    ["grace", expect.stringContaining("Checkout is slow &")],
    ["linus", "Ask @ada"],
  ]);
  expect("messages" in read && read.messages[0]?.permalink).toBe(
    `https://ambleford.slack.com/archives/${channels.product}/p${id}`,
  );
  expect("messages" in read && read.messages[1]?.permalink).toContain(`thread_ts=${parent.ts}`);
});

test("a channel is read without our own messages, without joins, and since the moment asked for", async () => {
  await using reading = await aReading();
  const { slack, deps } = reading;
  const minuteAgo = tsAt(Date.now() - 60_000);
  addMessage(slack.world, {
    channel: channels.product,
    user: people.ada,
    text: "before",
    ts: minuteAgo,
  });
  await slack.as(people.grace).invite("#product", people.maya);
  const { ts } = await slack.as(people.ada).say("#product", "after");
  await deps.call("chat.postMessage", { channel: channels.product, text: "ours" }, Anything);

  const all = await readChannel(deps, channels.product, null);
  expect("messages" in all && all.messages.map(({ text }) => text)).toEqual(["before", "after"]);

  const since = await readChannel(deps, channels.product, new Date(Number(ts) * 1_000 - 1));
  expect("messages" in since && since.messages.map(({ text }) => text)).toEqual(["after"]);
});

test("a channel is read with the replies of its threads, each after what it answers", async () => {
  await using reading = await aReading();
  const { slack, deps } = reading;
  const { ts } = await slack.as(people.ada).say("#product", "question");
  await slack.as(people.grace).say("#product", "later remark");
  await slack.as(people.grace).say("#product", "answer", { threadTs: ts });

  const all = await readChannel(deps, channels.product, null);
  expect("messages" in all && all.messages.map(({ text }) => text)).toEqual([
    "question",
    "answer",
    "later remark",
  ]);
});

test("of a long thread the newest messages are read, and it is said that there were more", async () => {
  await using reading = await aReading();
  const { slack, deps } = reading;
  const { ts } = await slack.as(people.ada).say("#product", "first");
  const { world } = slack;
  for (let n = 1; n <= 1_200; n += 1) {
    addMessage(world, {
      channel: channels.product,
      user: people.ada,
      text: `reply ${n}`,
      thread_ts: ts,
    });
  }

  const read = await readThread(deps, channels.product, ts);

  expect(read).toMatchObject({ cut: true });
  expect("messages" in read && read.messages).toHaveLength(1_000);
  expect("messages" in read && read.messages.at(-1)?.text).toBe("reply 1200");
});

const refused = { problem: expect.stringMatching(/guests read only their own/) };
const readable = { messages: [] };

test.each([
  ["a guest, of a public channel they are not in", people.maya, channels.support, refused],
  ["a guest, of a public channel they are in", people.maya, channels.product, readable],
  ["a member, of a public channel they are not in", people.ada, channels.support, readable],
])("access of %s", async (_who, requester, channel, expected) => {
  await using reading = await aReading({ requester });
  const { slack, deps } = reading;
  const support = slack.world.channels.get(channels.support);
  if (support) {
    const members = support.members.filter((member) => member !== people.ada);
    slack.world.channels.set(support.id, { ...support, members });
  }

  const read = await readChannel(deps, channel, null);

  expect(read).toMatchObject(expected);
});
