import { WebClient } from "@slack/web-api";
import { expect, test } from "vitest";
import { WebSocket } from "ws";
import { startSocketBot } from "./bolt.ts";
import { openSandbox, tokens } from "./open.ts";

const socketMode = { delivery: { mode: "socket" as const, appToken: tokens.app } };

/** A bare Socket Mode client: every message it was sent, and a way to acknowledge. */
async function connect(apiUrl: string) {
  const client = new WebClient(tokens.app, { slackApiUrl: apiUrl });
  const { url = "" } = await client.apps.connections.open();
  const socket = new WebSocket(url);
  const heard: Record<string, any>[] = [];
  const waiting: (() => void)[] = [];
  socket.on("message", (data) => {
    heard.push(JSON.parse(Buffer.isBuffer(data) ? data.toString() : "{}"));
    for (const wake of waiting.splice(0)) wake();
  });
  const next = async (type: string, after = 0): Promise<Record<string, any>> => {
    const found = heard.slice(after).find((message) => message["type"] === type);
    if (found) return found;
    await new Promise<void>((resolve) => waiting.push(resolve));
    return next(type, after);
  };
  await next("hello");
  return {
    url,
    heard,
    next,
    ack: (envelope: Record<string, any>, payload?: unknown) =>
      socket.send(JSON.stringify({ envelope_id: envelope["envelope_id"], payload })),
    [Symbol.dispose]: () => socket.terminate(),
  };
}

test("a real Bolt app hears a command and a mention over Socket Mode", async () => {
  const mentions: string[] = [];
  await using bot = await startSocketBot((app) => {
    app.command("/research", ({ ack }) => ack("On it."));
    app.event("app_mention", async ({ event }) => void mentions.push(event.text));
  });
  const ada = bot.sandbox.as("U0ADA");
  expect(await ada.command("#product", "/research", "why?")).toMatchObject({ ok: true });
  expect(bot.sandbox.ephemerals("U0ADA", "#product").map(({ text }) => text)).toEqual(["On it."]);
  await ada.say("#product", "@legwork look");
  expect(mentions).toEqual(["<@U0LEGWORK> look"]);
});

test("a ticket lets in one connection, and only the app-level token gets one", async () => {
  await using sandbox = await openSandbox(socketMode);
  using first = await connect(sandbox.apiUrl);
  const again = new WebSocket(first.url);
  await expect(new Promise((_, reject) => again.on("error", reject))).rejects.toThrow("403");
  const open = (token: string) =>
    new WebClient(token, { slackApiUrl: sandbox.apiUrl }).apps.connections.open();
  await expect(open(tokens.bot)).rejects.toThrow("not_allowed_token_type");
  await expect(open("xapp-other")).rejects.toThrow("invalid_auth");
});

test("an envelope that is not acknowledged comes again, with its attempt and the reason", async () => {
  await using sandbox = await openSandbox({ ...socketMode, ackTimeoutMs: 50 });
  using app = await connect(sandbox.apiUrl);
  const said = sandbox.as("U0ADA").say("#product", "hello");
  const first = await app.next("events_api");
  expect(first).toMatchObject({
    accepts_response_payload: false,
    retry_attempt: 0,
    retry_reason: "",
  });
  expect((await said).acks).toMatchObject([{ ok: false, error: "timeout" }]);
  const second = await app.next("events_api", app.heard.indexOf(first) + 1);
  expect(second).toMatchObject({ retry_attempt: 1, retry_reason: "timeout" });
  expect(second["payload"].event_id).toBe(first["payload"].event_id);
  app.ack(second);
  await sandbox.until(({ log }) => log.some(({ attempt, ok }) => attempt === 1 && ok));
});

test("an event waits for an app that is reconnecting; a command does not", async () => {
  await using sandbox = await openSandbox(socketMode);
  const ada = sandbox.as("U0ADA");
  expect(await ada.command("#product", "/research")).toMatchObject({
    ok: false,
    error: "connection_failed",
  });
  const said = ada.say("#product", "hello");
  using app = await connect(sandbox.apiUrl);
  app.ack(await app.next("events_api"));
  expect((await said).acks).toMatchObject([{ ok: true }]);
});

test("a disconnect asks the app to come back, and the page sees that it left", async () => {
  await using sandbox = await openSandbox(socketMode);
  const app = await connect(sandbox.apiUrl);
  expect(sandbox.world.connection).toEqual({ mode: "socket", connected: true });
  sandbox.disconnect();
  expect(await app.next("disconnect")).toMatchObject({ reason: "refresh_requested" });
  app[Symbol.dispose]();
  await sandbox.until(({ connection }) => !connection.connected);
});
