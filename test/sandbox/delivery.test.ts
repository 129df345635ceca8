import { WebClient } from "@slack/web-api";
import { expect, test } from "vitest";
import { startHttpBot } from "./bolt.ts";
import { openSandbox, tokens } from "./open.ts";
import { startEar } from "./ear.ts";
import type { Sandbox, SandboxOptions } from "../../src/sandbox/sandbox.ts";

async function open(
  answer?: Parameters<typeof startEar>[0],
  options: Partial<SandboxOptions> = {},
) {
  const ear = await startEar(answer);
  const delivery = { mode: "http" as const, url: ear.url, signingSecret: tokens.secret };
  const sandbox = await openSandbox({ delivery, ...options });
  return {
    ear,
    sandbox,
    async [Symbol.asyncDispose]() {
      await sandbox[Symbol.asyncDispose]();
      await ear[Symbol.asyncDispose]();
    },
  };
}

/** Attempts at a kind of event, as the live log tells them. */
const attempts = (sandbox: Sandbox, name: string) =>
  sandbox.log
    .filter((line) => line.name === name)
    .map(({ attempt, ok, error }) => [attempt, ok, error]);

test("a real Bolt app hears a command and a mention over signed HTTP, and answers both", async () => {
  await using bot = await startHttpBot((app) => {
    app.command("/research", ({ ack }) => ack("On it."));
    app.event("app_mention", async ({ event, client }) => {
      await client.chat.postMessage({ channel: event.channel, thread_ts: event.ts, text: "Here" });
    });
  });
  const ada = bot.sandbox.as("U0ADA");
  expect(await ada.command("#product", "/research", "why?")).toMatchObject({
    ok: true,
    body: "On it.",
  });
  expect(bot.sandbox.ephemerals("U0ADA", "#product").map(({ text }) => text)).toEqual(["On it."]);
  const { channel, ts } = await ada.say("#product", "@legwork look");
  expect(bot.sandbox.thread(channel, ts).map(({ text }) => text)).toEqual([
    "<@U0LEGWORK> look",
    "Here",
  ]);
});

test("an app with another signing secret refuses what it hears", async () => {
  await using bot = await startHttpBot((app) => app.command("/research", ({ ack }) => ack()));
  const { delivery } = { delivery: { mode: "http" as const, signingSecret: "another" } };
  const [line] = bot.sandbox.log;
  expect(line).toBeUndefined();
  const url = await bot.sandbox.as("U0ADA").command("#product", "/research");
  expect(url.status).toBe(200);
  bot.sandbox.setDelivery({ ...delivery, url: bot.url });
  expect(await bot.sandbox.as("U0ADA").command("#product", "/research")).toMatchObject({
    ok: false,
    status: 401,
  });
});

test("an event that fails is sent three times more, with the same id and the reason", async () => {
  await using world = await open((_heard, count) => ({ status: count < 4 ? 500 : 200 }));
  await world.sandbox.as("U0ADA").say("#product", "hello");
  await world.sandbox.until(({ log }) => log.some(({ attempt }) => attempt === 3));
  const { heard } = world.ear;
  expect(
    heard.map(({ headers }) => [headers["x-slack-retry-num"], headers["x-slack-retry-reason"]]),
  ).toEqual([
    [undefined, undefined],
    ["1", "http_error"],
    ["2", "http_error"],
    ["3", "http_error"],
  ]);
  expect(new Set(heard.map(({ body }) => body["event_id"])).size).toBe(1);
  expect(attempts(world.sandbox, "message").at(-1)).toEqual([3, true, undefined]);
});

test("after the third retry Slack gives up", async () => {
  await using world = await open(() => ({ status: 503 }));
  const { last } = world.sandbox.world.deliver({
    kind: "events_api",
    payload: {
      token: "",
      team_id: "",
      api_app_id: "",
      type: "event_callback",
      event_id: "Ev",
      event_time: 0,
      event: { type: "x" },
    },
  });
  expect(await last).toMatchObject({ ok: false, status: 503 });
  expect(world.ear.heard).toHaveLength(4);
});

test("an app can ask to be left alone", async () => {
  await using world = await open(() => ({ status: 500, headers: { "x-slack-no-retry": "1" } }));
  const { last } = world.sandbox.world.deliver({
    kind: "events_api",
    payload: {
      token: "",
      team_id: "",
      api_app_id: "",
      type: "event_callback",
      event_id: "Ev",
      event_time: 0,
      event: { type: "x" },
    },
  });
  expect(await last).toMatchObject({ ok: false });
  expect(world.ear.heard).toHaveLength(1);
});

test("silence counts as a timeout, and so does the retry's reason", async () => {
  await using world = await open((_heard, count) => (count === 1 ? "silence" : {}), {
    ackTimeoutMs: 60,
  });
  const { acks } = await world.sandbox.as("U0ADA").say("#product", "hello");
  expect(acks).toMatchObject([{ ok: false, error: "http_timeout", status: 0 }]);
  expect(acks[0]?.ms).toBeGreaterThanOrEqual(50);
  await world.sandbox.until(({ log }) => log.some(({ attempt, ok }) => attempt === 1 && ok));
  expect(world.ear.heard[1]?.headers["x-slack-retry-reason"]).toBe("http_timeout");
});

test.each([
  ["refused", () => ({ status: 500 }), "dispatch_failed"],
  ["unanswered", () => "silence" as const, "operation_timeout"],
])(
  "a command that is %s is not sent again; Slackbot tells its person",
  async (_how, answer, error) => {
    await using world = await open(answer, { ackTimeoutMs: 60 });
    const { sandbox } = world;
    expect(await sandbox.as("U0ADA").command("#product", "/research", "x")).toMatchObject({
      ok: false,
    });
    expect(sandbox.ephemerals("U0ADA", "#product")).toMatchObject([
      { user: "USLACKBOT", text: `/research failed with the error "${error}"` },
    ]);
    await sandbox.settled();
    expect(world.ear.heard).toHaveLength(1);
  },
);

test("a click that fails leaves a warning for the one who clicked, and is not sent again", async () => {
  await using world = await open(({ body }) => ({
    status: body["type"] === "block_actions" ? 500 : 200,
  }));
  const { sandbox } = world;
  const client = new WebClient(tokens.bot, { slackApiUrl: sandbox.apiUrl });
  const text = { type: "plain_text" as const, text: "Go" };
  const blocks = [
    { type: "actions" as const, elements: [{ type: "button" as const, action_id: "go", text }] },
  ];
  const { ts = "" } = await client.chat.postMessage({ channel: "C0PRODUCT", text: "x", blocks });
  const troubles: unknown[] = [];
  sandbox.world.feed.subscribe(({ change }) => {
    if (change.type === "trouble") troubles.push(change.trouble);
  });
  expect(await sandbox.as("U0ADA").click({ channel: "C0PRODUCT", ts }, "go")).toMatchObject({
    ok: false,
  });
  await sandbox.settled();
  expect(troubles).toEqual([
    {
      user: "U0ADA",
      channel: "C0PRODUCT",
      ts,
      action_id: "go",
      text: "This app didn't respond. Try again?",
    },
  ]);
  expect(world.ear.heard.filter(({ body }) => body["type"] === "block_actions")).toHaveLength(1);
});

test("an app that hangs does not hold up the call that caused its event", async () => {
  await using world = await open(() => "silence", { ackTimeoutMs: 2_000 });
  const client = new WebClient(tokens.bot, { slackApiUrl: world.sandbox.apiUrl });
  await client.chat.postMessage({ channel: "C0PRODUCT", text: "x" });
  await client.auth.test();
  // Both calls are done, and the event they caused is still waiting for its ack.
  expect(world.sandbox.log.map(({ name }) => name)).toEqual(["chat.postMessage", "auth.test"]);
});

test("a request URL is verified by its echo", async () => {
  await using bot = await startHttpBot(() => undefined);
  expect(await bot.sandbox.verifyUrl()).toBe(true);
  await using mute = await open(() => ({ body: "no" }));
  expect(await mute.sandbox.verifyUrl()).toBe(false);
});

test("nobody at the address is a failed connection", async () => {
  await using sandbox = await openSandbox({ retryDelaysMs: [0] });
  const { acks } = await sandbox.as("U0ADA").say("#product", "hello");
  expect(acks).toMatchObject([{ ok: false, error: "connection_failed" }]);
});
