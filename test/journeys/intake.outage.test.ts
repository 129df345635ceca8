import { expect, test } from "vitest";
import { channels, people, startLegwork } from "../support/legwork.ts";
import { startProxy } from "../support/proxy.ts";
import {
  aClick,
  aCommand,
  aMessage,
  anEvent,
  aPayload,
  form,
  sendSigned,
} from "../support/signed.ts";
import { countTasks } from "./tasks.ts";

const inTimeMs = 3_000;

test("with Postgres away an event is answered 503, and sent again later it works", async () => {
  await using proxy = await startProxy();
  await using legwork = await startLegwork({ by: proxy.by, workers: false });
  const event = anEvent(aMessage());

  proxy.turn("cut");
  const away = await sendSigned(legwork, event);
  expect(away.status).toBe(503);
  expect(away.ms).toBeLessThan(inTimeMs);

  proxy.turn("open");
  const again = await sendSigned(legwork, event, { headers: { "x-slack-retry-num": "1" } });
  expect(again.status).toBe(200);
  expect(await countTasks(legwork)).toBe(1);
});

test("Slack's own redelivery brings a mention through an outage to a draft", async () => {
  await using proxy = await startProxy();
  await using legwork = await startLegwork({ by: proxy.by, workers: false });
  const { slack } = legwork;

  proxy.turn("cut");
  const { acks } = await slack.as(people.ada).say("#product", "@legwork why is checkout slow?");
  expect(acks.map(({ status }) => status)).toEqual(acks.map(() => 503));
  proxy.turn("open");
  await slack.settled();
  await using workers = await legwork.startWorkers();
  expect(workers.queue).toBeDefined();
  await legwork.draft(channels.product, "About why is checkout slow?");
  expect(await countTasks(legwork)).toBe(1);
});

test("with Postgres away a command is answered with words that nothing was started", async () => {
  await using proxy = await startProxy();
  await using legwork = await startLegwork({ by: proxy.by, workers: false });

  proxy.turn("cut");
  for (const command of ["/research", "/summarize", "/legwork"]) {
    const text = command === "/legwork" ? "list" : "why is checkout slow on Monday mornings?";
    const sent = await sendSigned(legwork, aCommand({ command, text }), { type: form });
    expect(sent.status).toBe(200);
    expect(sent.text).toContain("nothing was started");
    expect(sent.ms).toBeLessThan(inTimeMs);
  }
  const click = await sendSigned(legwork, aPayload(aClick()), { type: form });
  expect(click.status).toBe(503);

  proxy.turn("open");
  expect(await countTasks(legwork)).toBe(0);
});

test("with Postgres hanging nothing is answered late or falsely, and what is sent again is stored once", async () => {
  await using proxy = await startProxy();
  await using legwork = await startLegwork({ by: proxy.by, workers: false });
  await sendSigned(legwork, aCommand(), { type: form }); // So that there are connections to hang.
  const event = anEvent(aMessage());

  proxy.turn("silent");
  const hung = await Promise.all([
    sendSigned(legwork, event),
    sendSigned(legwork, event),
    sendSigned(legwork, aCommand(), { type: form }),
  ]);
  expect(hung.map(({ status }) => status)).toEqual([503, 503, 200]);
  expect(hung[2]?.text).toContain("nothing was started");
  for (const { ms } of hung) expect(ms).toBeLessThan(inTimeMs);

  proxy.turn("open");
  const again = await Promise.all([sendSigned(legwork, event), sendSigned(legwork, event)]);
  expect(again.map(({ status }) => status)).toEqual([200, 200]);
  expect(await countTasks(legwork)).toBe(2);
});

test("a hundred events during an outage leave the process alive and none of them lost", async () => {
  await using proxy = await startProxy();
  await using legwork = await startLegwork({ by: proxy.by, workers: false });
  const events = Array.from({ length: 100 }, () => anEvent(aMessage()));

  proxy.turn("cut");
  const away = await Promise.all(events.map((event) => sendSigned(legwork, event)));
  expect(new Set(away.map(({ status }) => status))).toEqual(new Set([503]));

  proxy.turn("open");
  // All at once and over connections that are yet to be made: who comes too late is told again, as Slack does.
  let left = events;
  for (let telling = 0; telling < 3 && left.length > 0; telling++) {
    const again = await Promise.all(left.map((event) => sendSigned(legwork, event)));
    expect(again.every(({ status }) => [200, 503].includes(status))).toBe(true);
    left = left.filter((_, n) => again[n]?.status !== 200);
  }
  expect(left).toEqual([]);
  expect(await countTasks(legwork)).toBe(100);
});

test("while Slack does not say who we are, requests are refused in time, and later they work", async () => {
  await using legwork = await startLegwork({ workers: false });
  const { slack } = legwork;
  slack.faults.add({ method: "auth.test", kind: "status", status: 503, times: 2 });
  const event = anEvent(aMessage());

  const early = await sendSigned(legwork, event);
  const command = await sendSigned(legwork, aCommand(), { type: form });
  expect(early.status).toBe(503);
  expect(command.text).toContain("nothing was started");

  expect((await sendSigned(legwork, event)).status).toBe(200);
  expect(await countTasks(legwork)).toBe(1);
});

test("a Slack that hangs when asked who we are holds no request longer than Slack waits", async () => {
  await using legwork = await startLegwork({ workers: false });
  const { slack } = legwork;
  slack.faults.add({ method: "auth.test", kind: "slow", ms: 4_000 });

  const command = await sendSigned(legwork, aCommand(), { type: form });
  expect(command.ms).toBeLessThan(inTimeMs);
  expect(command.text).toContain("nothing was started");
  await slack.until(({ log }) => log.some(({ name }) => name === "auth.test"));
  expect(await countTasks(legwork)).toBe(0);
});
