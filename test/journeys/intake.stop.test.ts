import { expect, test } from "vitest";
import { heldThinking } from "../support/held.ts";
import { channels, people, startLegwork } from "../support/legwork.ts";
import { aMessage, anEvent, sendSigned } from "../support/signed.ts";
import { countTasks, statusOf } from "./tasks.ts";

const stopWithinMs = 5_000;

/** A task of Ada's that is being gathered and would never end by itself. */
async function aRunningTask() {
  const held = heldThinking();
  const legwork = await startLegwork({ thinking: held.thinking });
  const { slack } = legwork;
  const asked = await slack.as(people.ada).say("#product", "@legwork why is checkout slow?");
  await held.begun;
  const card = await legwork.shown(channels.product, "L-1", '"action_id":"stop"');
  return { ...legwork, ...held, asked, card };
}

test("the requester's click on Stop ends the work within seconds, and the thread says what was done", async () => {
  await using legwork = await aRunningTask();
  const { slack, card } = legwork;
  const began = performance.now();

  await slack.as(people.ada).click(card, "stop");

  await legwork.stopped;
  expect(performance.now() - began).toBeLessThan(stopWithinMs);
  await legwork.shown(channels.product, `was stopped* by <@${people.ada}>`, "*Done:*", "*Next:*");
  const after = await legwork.shown(channels.product, "L-1", "Stopped by");
  expect(after.ts).toBe(card.ts);
  expect(legwork.actionIds(after)).toEqual([]);
});

test("“stop” in the thread ends the work, with or without our name, and asks for nothing new", async () => {
  await using legwork = await aRunningTask();
  const { slack, asked } = legwork;

  await slack.as(people.ada).say("#product", "@legwork stop", { threadTs: asked.ts });

  await legwork.stopped;
  await legwork.shown(channels.product, "was stopped");
  await slack.settled();
  expect(await countTasks(legwork)).toBe(1);
});

test("`/legwork stop 1` ends the work and says so", async () => {
  await using legwork = await aRunningTask();

  const ack = await legwork.slack.as(people.ada).command("#support", "/legwork", "stop 1");

  expect(ack.body).toMatchObject({ text: "*L-1* is stopped." });
  await legwork.stopped;
});

test("an admin may stop what others asked for: in the thread, and by command with an answer", async () => {
  await using legwork = await aRunningTask();

  const ack = await legwork.slack.as(people.grace).command("#support", "/legwork", "stop L-1");

  expect(JSON.stringify(ack.body)).toContain("checking whether you may stop it");
  await legwork.stopped;
  await legwork.whispered(people.grace, channels.support, "*L-1* is stopped.");
  await legwork.shown(channels.product, `was stopped* by <@${people.grace}>`);
});

test("anybody else is told who may stop it, and the work goes on", async () => {
  await using legwork = await aRunningTask();
  const { slack, card, asked } = legwork;
  const linus = slack.as(people.linus);
  const refusals = () =>
    slack
      .ephemerals(people.linus, channels.product)
      .filter(({ text }) => text === `Only <@${people.ada}> or an admin can stop *L-1*.`);

  await linus.click(card, "stop");
  await linus.say("#product", "stop", { threadTs: asked.ts });
  await linus.command("#product", "/legwork", "stop 1");
  await slack.until(() => refusals().length === 3);

  expect(await statusOf(legwork, 1)).toBe("running");
  legwork.release();
  await legwork.draft(channels.product);
});

test("Slack's own stop in its agent view ends the work", async () => {
  await using legwork = await aRunningTask();
  const stopped = {
    type: "agent_session_stopped",
    channel: channels.product,
    user: people.ada,
    thread_ts: legwork.asked.ts,
    streaming_message_ts: [],
    event_ts: "1700000000.000100",
  };

  expect((await sendSigned(legwork, anEvent(stopped))).status).toBe(200);

  await legwork.stopped;
  await legwork.shown(channels.product, "was stopped");
});

test("“stop” said to us outside the thread stops the one task that it can mean", async () => {
  const held = heldThinking();
  await using legwork = await startLegwork({ thinking: held.thinking });
  const ada = legwork.slack.as(people.ada);
  await ada.dm("stop");
  await legwork.shown("D0ADA", "You have nothing running here");

  await ada.dm("why is checkout slow?");
  await held.begun;
  await ada.dm("please stop");
  await held.stopped;
  await legwork.shown("D0ADA", "*L-1* is stopped.");
  expect(await countTasks(legwork)).toBe(1);
});

test("of two running tasks “stop” outside their threads stops neither, and names both", async () => {
  const held = heldThinking();
  await using legwork = await startLegwork({ thinking: held.thinking });
  const ada = legwork.slack.as(people.ada);
  await ada.dm("why is checkout slow?");
  await ada.dm("how do others plan on-call?");
  await held.begun;

  await ada.dm("stop");

  await legwork.shown("D0ADA", "Which one?", "*L-2*, *L-1*");
  expect([await statusOf(legwork, 1), await statusOf(legwork, 2)]).not.toContain("cancelled");
  held.release(); // Or the workers would wait for these two before they end.
});

test("“stop” after the end says that it is over, and only to who says it to us", async () => {
  await using legwork = await startLegwork();
  const { slack } = legwork;
  const asked = await slack.as(people.ada).say("#product", "@legwork why is checkout slow?");
  await slack.as(people.grace).click(await legwork.draft(channels.product), "approve");
  await legwork.shown(channels.product, "Approved by");

  await slack.as(people.ada).say("#product", "stop", { threadTs: asked.ts });
  await slack.as(people.ada).say("#product", "@legwork stop", { threadTs: asked.ts });

  await legwork.whispered(people.ada, channels.product, "*L-1* is closed already: approved by");
  await slack.settled();
  expect(slack.ephemerals(people.ada, channels.product)).toHaveLength(1);
  expect(await countTasks(legwork)).toBe(1);
});

test("a second “stop” that comes with the first finds the task closed and harms nothing", async () => {
  await using legwork = await aRunningTask();
  const { asked } = legwork;
  const stop = () => anEvent(aMessage({ text: "stop", thread_ts: asked.ts }));

  await Promise.all([stop(), stop(), stop()].map((event) => sendSigned(legwork, event)));

  await legwork.stopped;
  const { rows } = await legwork.db.query("select status_after from history order by position");
  expect(rows.filter(({ status_after }) => status_after === "cancelled")).toHaveLength(1);
});
