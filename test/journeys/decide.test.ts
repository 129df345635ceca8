import { describe, expect, test } from "vitest";
import { startApp } from "../../src/app.ts";
import { channels, people, startLegwork } from "../support/legwork.ts";
import { decisionsOf, draftsOf, startInReview, storyOf, taskRow } from "./review.ts";

const { product } = channels;

describe("a decision", () => {
  test("to approve names who decided, stays, and takes the buttons away", async () => {
    await using legwork = await startInReview();
    const { slack, first, db } = legwork;
    await slack.as(people.grace).click(first, "approve");

    const approved = await legwork.shown(product, `Approved by <@${people.grace}>`, "Sources");
    await legwork.shown(product, "L-1", "Research", `Approved by <@${people.grace}>`);
    expect(legwork.actionIds(approved)).toEqual(["quotes"]);
    expect(await decisionsOf(db)).toEqual([`1 approve ${people.grace}`]);
    expect(await storyOf(db)).toEqual(["open", "submit", "approve"]);
  });

  test("to discard stays, too", async () => {
    await using legwork = await startInReview();
    await legwork.slack.as(people.ada).click(legwork.first, "discard");

    const discarded = await legwork.shown(product, `Discarded by <@${people.ada}>`, "Sources");
    expect(legwork.actionIds(discarded)).toEqual(["quotes"]);
    expect(await decisionsOf(legwork.db)).toEqual([`1 discard ${people.ada}`]);
  });

  test("made by eight clicks at once is one, and every click is answered", async () => {
    await using legwork = await startInReview();
    const { slack, first, db } = legwork;
    const clicks = Array.from({ length: 8 }, (_, n) =>
      slack.as(n % 2 === 0 ? people.ada : people.grace).click(first, "approve"),
    );
    const acks = await Promise.all(clicks);

    expect(new Set(acks.map(({ status }) => status))).toEqual(new Set([200]));
    expect(await decisionsOf(db)).toHaveLength(1);
    expect(await storyOf(db)).toEqual(["open", "submit", "approve"]);
  });

  test("of two people at once to approve and to discard has one winner, and the other is told by name", async () => {
    await using legwork = await startInReview();
    const { slack, first, db } = legwork;
    await Promise.all([
      slack.as(people.ada).click(first, "discard"),
      slack.as(people.grace).click(first, "approve"),
    ]);

    const [decision] = await decisionsOf(db);
    expect(await decisionsOf(db)).toHaveLength(1);
    const winner = decision?.endsWith(people.ada) ? people.ada : people.grace;
    const loser = winner === people.ada ? people.grace : people.ada;
    await legwork.whispered(loser, product, `by <@${winner}>`);
  });

  test("on text that is not the text of the draft is refused", async () => {
    await using legwork = await startInReview();
    const { slack, first, db } = legwork;
    const { id } = await taskRow(db);
    const value = JSON.stringify({ task: id, revision: 1, hash: "f".repeat(64) });
    await slack.as(people.grace).click(first, "approve", { value });

    await legwork.whispered(people.grace, product, "older draft");
    expect(await taskRow(db)).toMatchObject({ status: "in_review" });
  });

  test("by a button that nobody here wrote is answered with words", async () => {
    await using legwork = await startInReview();
    const ack = await legwork.slack
      .as(people.ada)
      .click(legwork.first, "approve", { value: "not ours" });
    expect(ack.status).toBe(200);
    await legwork.whispered(people.ada, product, "cannot make sense of that button");
  });

  test("works on a message from before a restart", async () => {
    await using legwork = await startLegwork({ workers: false });
    const { slack, ground, signingSecret } = legwork;
    await slack.as(people.ada).command("#product", "/research", "why is checkout slow?");
    const before = await legwork.startWorkers();
    const draft = await legwork.draft(product);
    await before[Symbol.asyncDispose]();
    await legwork.app[Symbol.asyncDispose]();

    await using app = await startApp(ground, { port: 0, host: "127.0.0.1" });
    await using after = await legwork.startWorkers();
    expect(after.queue).not.toBe(before.queue);
    slack.setDelivery({ mode: "http", url: `${app.url}/slack/events`, signingSecret });
    await slack.as(people.grace).click(draft, "approve");

    await legwork.shown(product, `Approved by <@${people.grace}>`, "Sources");
  });
});

describe("a button from before", () => {
  test("is refused in private with what holds now", async () => {
    await using legwork = await startInReview();
    const { slack, first, db } = legwork;
    await slack
      .as(people.ada)
      .say("#product", "shorter please", { threadTs: first.thread_ts ?? "" });
    const second = await legwork.draft(product, "Revised: shorter please");
    expect(second.ts).not.toBe(first.ts);
    const { id } = await taskRow(db);
    const value = JSON.stringify({ task: id, revision: 1, hash: null });

    await slack.as(people.grace).click(second, "approve", { value });

    await legwork.whispered(people.grace, product, "older draft");
    await legwork.whispered(people.grace, product, "revision 2");
    expect(await taskRow(db)).toMatchObject({ status: "in_review", revision: 2 });
    expect(draftsOf(legwork)).toHaveLength(2);
  });
});
