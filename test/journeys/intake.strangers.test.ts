import { expect, test } from "vitest";
import { z } from "zod";
import { stop } from "../../jobs/stop.ts";
import { ChannelId, MessageTs, TaskId, TeamId, UserId } from "../../src/domain/ids.ts";
import type { Message } from "../../src/sandbox/shapes.ts";
import type { Call } from "../../src/slack/call.ts";
import { channels, people, startLegwork } from "../support/legwork.ts";
import {
  aClick,
  aMessage,
  anEvent,
  aPayload,
  bot,
  form,
  sendSigned,
  team,
} from "../support/signed.ts";
import { countTasks, statusOf } from "./tasks.ts";

/** Linus, as if he came from another company by a shared channel. */
const stranger = { id: people.linus, team_id: "T0OTHER" };
const notYours = "I only take requests from people of this workspace.";

const Elements = z.array(z.looseObject({ action_id: z.string(), value: z.string() }));

/** What a button of the message carries. */
const valueOf = ({ blocks = [] }: Message, actionId: string): string | undefined =>
  blocks
    .flatMap((block) => Elements.safeParse(block["elements"]).data ?? [])
    .find(({ action_id }) => action_id === actionId)?.value;

test("people of another workspace are told that their requests are not taken", async () => {
  await using legwork = await startLegwork();
  const mention = aMessage({ user: stranger.id, user_team: stranger.team_id });
  await sendSigned(legwork, anEvent(mention, { is_ext_shared_channel: true }));
  await legwork.whispered(stranger.id, channels.product, notYours);

  const asked = await legwork.slack.as(people.grace).say("#product", "Why is it slow?");
  const shortcut = aClick({
    type: "message_action",
    callback_id: "research_message",
    actions: undefined,
    user: stranger,
    message: { type: "message", ts: asked.ts, text: "Why is it slow?" },
  });
  expect((await sendSigned(legwork, aPayload(shortcut), { type: form })).status).toBe(200);

  expect(await countTasks(legwork)).toBe(0);
});

test("people of another workspace neither decide on a draft, nor send it back, nor stop or retry", async () => {
  await using legwork = await startLegwork();
  const { slack } = legwork;
  const { ts } = await slack.as(people.ada).say("#product", "@legwork why is checkout slow?");
  const draft = await legwork.draft(channels.product);

  for (const action_id of ["approve", "discard", "revise", "edit", "stop", "retry"]) {
    const value = valueOf(draft, action_id) ?? valueOf(draft, "approve");
    const actions = [{ type: "button", action_id, value, block_id: "b", action_ts: "1.1" }];
    const click = aClick({ user: stranger, actions, message: { ts: draft.ts, thread_ts: ts } });
    expect((await sendSigned(legwork, aPayload(click), { type: form })).status).toBe(200);
  }
  const text = `<@${bot}> shorter please`;
  const feedback = { user: stranger.id, user_team: stranger.team_id, thread_ts: ts, text };
  await sendSigned(legwork, anEvent(aMessage(feedback)));

  await legwork.whispered(stranger.id, channels.product, "People from outside this workspace");
  await legwork.whispered(stranger.id, channels.product, notYours);
  // Stop is refused by a job that asks Slack who they are.
  await legwork.whispered(stranger.id, channels.product, "or an admin can stop *L-1*");
  expect(await statusOf(legwork, 1)).toBe("in_review");
});

test("a guest may ask, and gets an answer", async () => {
  await using legwork = await startLegwork();

  await legwork.slack.as(people.maya).say("#product", "@legwork why is checkout slow?");

  const draft = await legwork.draft(channels.product, "About why is checkout slow?");
  expect(legwork.actionIds(draft)).toContain("approve");
});

test("a guest is not read a public channel they are not in, a member is", async () => {
  await using legwork = await startLegwork({ real: true, seed: true });
  const { slack } = legwork;

  await slack.as(people.maya).command("#product", "/summarize", `<#${channels.support}|support>`);
  const refused = await legwork.shown(channels.product, "guests read only their own", "0 sources");
  expect(legwork.actionIds(refused)).not.toContain("approve");

  await slack.as(people.linus).command("#product", "/summarize", "#random");
  await legwork.shown(channels.product, "I am not in that channel");
});

test("a click that claims another workspace's team finds no task", async () => {
  await using legwork = await startLegwork();
  await legwork.slack.as(people.ada).say("#product", "@legwork why is checkout slow?");
  const draft = await legwork.draft(channels.product);
  const value = valueOf(draft, "discard");
  const actions = [
    { type: "button", action_id: "discard", value, block_id: "b", action_ts: "1.1" },
  ];
  const click = aClick({
    team: { id: "T0OTHER" },
    user: { id: people.ada, team_id: team },
    actions,
  });

  expect(value).toBeDefined();
  const sent = await sendSigned(legwork, aPayload(click), { type: form });

  expect(sent.status).toBe(400);
  expect(await statusOf(legwork, 1)).toBe("in_review");
});

test("an admin of another workspace is nobody's admin here", async () => {
  await using legwork = await startLegwork({ workers: false });
  const { slack, db, app, ground } = legwork;
  const { ts } = await slack.as(people.ada).say("#product", "@legwork why is checkout slow?");
  const { rows } = await db.query("select id from task");
  const taskId = TaskId.parse(rows[0]?.id);
  const user = { team_id: stranger.team_id, is_admin: true, is_stranger: true };
  const call: Call = (_method, _args, output) => Promise.resolve(output.parse({ user }));
  const identity = { team: TeamId.parse(team), botUser: bot, botId: "B0LEGWORK", url: slack.url };
  const slackOf = () => Promise.resolve({ call, identity, token: "" });
  const place = { channel: ChannelId.parse(channels.product), threadTs: MessageTs.parse(ts) };
  const signal = new AbortController().signal;

  await stop.work(
    { taskId, by: UserId.parse(stranger.id), place },
    { db, send: app.queue.send, slackOf, now: ground.now },
    { jobId: "1", signal, deadFrom: null },
  );

  expect(await statusOf(legwork, 1)).toBe("queued");
});
