import { WebClient } from "@slack/web-api";
import { expect, test } from "vitest";
import { openSandbox, tokens } from "./open.ts";

async function open(options: Parameters<typeof openSandbox>[0] = {}) {
  const sandbox = await openSandbox(options);
  const client = new WebClient(tokens.bot, {
    slackApiUrl: sandbox.apiUrl,
    retryConfig: { retries: 0 },
    rejectRateLimitedCalls: true,
  });
  const post = (text = "x") => client.chat.postMessage({ channel: "C0PRODUCT", text });
  return { sandbox, client, post, [Symbol.asyncDispose]: () => sandbox[Symbol.asyncDispose]() };
}

test("an error, a status and a rate limit hit once each, and nothing is posted", async () => {
  await using world = await open();
  const { faults } = world.sandbox;
  faults.add({ method: "chat.postMessage", kind: "error", error: "fatal_error" });
  await expect(world.post()).rejects.toThrow("fatal_error");
  faults.add({ method: "*", kind: "status", status: 502 });
  await expect(world.post()).rejects.toMatchObject({ statusCode: 502 });
  faults.add({ method: "chat.postMessage", kind: "rate_limit", retryAfter: 7 });
  await expect(world.post()).rejects.toMatchObject({ retryAfter: 7 });
  expect(world.sandbox.messages("#product")).toEqual([]);
  expect(world.sandbox.ledger).toEqual([]);
  expect(await world.post()).toMatchObject({ ok: true });
});

test("accepted and then cut off: the client sees a broken connection, everyone else the message", async () => {
  await using world = await open();
  world.sandbox.faults.add({ method: "chat.postMessage", kind: "drop_after_accept" });
  await expect(world.post("here anyway")).rejects.toMatchObject({
    code: "slack_webapi_request_error",
  });
  expect(world.sandbox.messages("#product").map(({ text }) => text)).toEqual(["here anyway"]);
  expect(world.sandbox.ledger).toHaveLength(1);
  const history = await world.client.conversations.history({ channel: "C0PRODUCT" });
  expect(history.messages).toHaveLength(1);
});

test("a message that is visible late is there for people, and for the API only afterwards", async () => {
  let at = Date.now();
  await using world = await open({ now: () => new Date(at) });
  world.sandbox.faults.add({ method: "chat.postMessage", kind: "late_visible", ms: 2_000 });
  await world.post();
  const read = async () =>
    (await world.client.conversations.history({ channel: "C0PRODUCT" })).messages?.length;
  expect(world.sandbox.messages("#product")).toHaveLength(1);
  expect(await read()).toBe(0);
  at += 2_000;
  expect(await read()).toBe(1);
});

test("accepted, cut off and visible late, all in one call", async () => {
  let at = Date.now();
  await using world = await open({ now: () => new Date(at) });
  world.sandbox.faults.add({ method: "chat.postMessage", kind: "drop_after_accept" });
  world.sandbox.faults.add({ method: "chat.postMessage", kind: "late_visible", ms: 500 });
  await expect(world.post()).rejects.toMatchObject({ code: "slack_webapi_request_error" });
  const read = () => world.client.conversations.history({ channel: "C0PRODUCT" });
  expect((await read()).messages).toEqual([]);
  at += 500;
  expect((await read()).messages).toHaveLength(1);
});

test("a slow call answers late, and times count down", async () => {
  await using world = await open();
  world.sandbox.faults.add({ method: "auth.test", kind: "slow", ms: 80, times: 2 });
  for (const least of [75, 75, 0]) {
    const started = performance.now();
    await world.client.auth.test();
    expect(performance.now() - started).toBeGreaterThanOrEqual(least);
  }
  expect(world.sandbox.world.faults).toEqual([]);
});

test("a fault that never hits stays, and all can be taken back", async () => {
  await using world = await open();
  world.sandbox.faults.add({ method: "*", kind: "error", probability: 0 });
  expect(await world.post()).toMatchObject({ ok: true });
  expect(world.sandbox.world.faults).toHaveLength(1);
  world.sandbox.faults.clear();
  expect(world.sandbox.world.faults).toEqual([]);
});

test("with rate limits on, a burst into one channel is refused with the seconds to wait", async () => {
  await using world = await open({ rateLimits: true });
  for (const text of ["1", "2", "3", "4"]) await world.post(text);
  await expect(world.post("5")).rejects.toMatchObject({ retryAfter: expect.any(Number) });
  const elsewhere = await world.client.chat.postMessage({ channel: "C0SUPPORT", text: "x" });
  expect(elsewhere.ok).toBe(true);
});

test("the log tells of every call, with its error, and never what was written", async () => {
  await using world = await open();
  await world.post("a secret plan");
  await expect(world.client.chat.postMessage({ channel: "C0NOWHERE", text: "x" })).rejects.toThrow(
    "channel_not_found",
  );
  const lines = world.sandbox.log.filter(({ name }) => name === "chat.postMessage");
  expect(lines).toMatchObject([
    { direction: "from_app", ok: true, kind: "api" },
    { ok: false, error: "channel_not_found" },
  ]);
  expect(JSON.stringify(world.sandbox.log)).not.toContain("secret plan");
});

test("waiting for what never comes ends with the end of the log", async () => {
  await using world = await open();
  await world.client.auth.test();
  const waiting = world.sandbox.until(() => false, { timeoutMs: 20 });
  await expect(waiting).rejects.toThrow(/Not within 20 ms[\s\S]*auth\.test ok/);
});
