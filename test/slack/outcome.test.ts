import { expect, inject, test } from "vitest";
import { TeamId } from "../../src/domain/ids.ts";
import { openBolt } from "../../src/slack/bolt.ts";
import { settle } from "../../src/slack/outcome.ts";
import { openProxy } from "../faults/rig/proxy.ts";
import { opened, startInReview } from "../journeys/review.ts";
import { countTasks } from "../journeys/tasks.ts";
import { channels, people, startLegwork } from "../support/legwork.ts";
import { aCommand, bot, form, sendSigned, team } from "../support/signed.ts";

/** Somebody who waits for an answer sees by then that something is wrong. In milliseconds. */
const answerMsMax = 1_500;

test("a command that was stored, though nobody heard of it, is not flatly denied", async () => {
  await using proxy = await openProxy(inject("postgres").adminUrl);
  const { hostname, port } = new URL(proxy.url);
  const by = (url: string) => Object.assign(new URL(url), { hostname, port }).href;
  await using legwork = await startLegwork({ by, workers: false });
  await sendSigned(legwork, aCommand(), { type: form }); // So that there are connections.

  proxy.turn("deaf");
  const sent = await sendSigned(legwork, aCommand(), { type: form });

  expect(sent.text).toContain("as far as I know nothing was started");
  expect(sent.ms).toBeLessThan(answerMsMax);
  proxy.turn("open");
  expect(await countTasks(legwork)).toBe(2);
});

test("a command that the database refuses is denied", async () => {
  await using legwork = await startLegwork({ workers: false });
  await legwork.db.query("alter table inbox rename to elsewhere");

  const sent = await sendSigned(legwork, aCommand(), { type: form });

  expect(sent.text).toContain("so nothing was started");
});

/** Bolt with one command that does what it is told. */
function boltDoing(work: (ack: () => Promise<void>) => Promise<void>) {
  const app = openBolt({
    receiver: { init: () => {}, start: async () => {}, stop: async () => {} },
    slackOf: async () => ({
      call: () => Promise.reject(new Error("nobody calls here")),
      identity: { team: TeamId.parse(team), botUser: bot, botId: "B1", url: "https://x.example/" },
      token: "xoxb-test",
    }),
    apiUrl: "http://127.0.0.1:1/",
  });
  app.command("/research", ({ ack }) => work(ack));
  const { promise: told, resolve } = Promise.withResolvers<string>();
  const how = { kind: "command", log: (event: string) => resolve(event) } as const;
  const body = Object.fromEntries(new URLSearchParams(aCommand()));
  return { told, settled: (waitMs: number) => settle(app, { body }, { ...how, waitMs }) };
}

test("what is stored after its answer is told to the operator", async () => {
  const held = Promise.withResolvers<void>();
  const bolt = boltDoing(async (ack) => {
    await held.promise;
    await ack();
  });

  expect(await bolt.settled(10)).toMatchObject({ result: "failed", unsure: true });
  held.resolve();

  expect(await bolt.told).toBe("stored after the answer");
});

test("and so is what fails once it was acknowledged", async () => {
  const held = Promise.withResolvers<void>();
  const bolt = boltDoing(async (ack) => {
    await ack();
    await held.promise;
  });

  expect(await bolt.settled(10_000)).toMatchObject({ result: "settled", acked: true });
  held.reject(new Error("too late"));

  expect(await bolt.told).toBe("failed after the answer");
});

test("a click is acknowledged however long Slack takes to open the form", async () => {
  await using legwork = await startInReview();
  const { slack, first } = legwork;
  slack.faults.add({ method: "views.open", kind: "slow", ms: 1_200 });

  const ack = await slack.as(people.grace).click(first, "revise");

  expect(ack).toMatchObject({ ok: true, status: 200 });
  expect(slack.as(people.grace).views()).toEqual([]);
  expect(await opened(legwork, people.grace)).toMatchObject({ type: "modal" });
});

test("a form that Slack does not open is told about, though the click was acknowledged", async () => {
  await using legwork = await startInReview();
  const { slack, first } = legwork;
  slack.faults.add({ method: "views.open", kind: "error", error: "expired_trigger_id" });

  const ack = await slack.as(people.grace).click(first, "edit");

  expect(ack.ok).toBe(true);
  await legwork.whispered(people.grace, channels.product, "did not let me open the form");
});
