import { expect, test } from "vitest";
import { channels, people, startLegwork } from "../support/legwork.ts";

test("a command is acknowledged, worked on in the background, and answered in its thread", async () => {
  await using legwork = await startLegwork();
  const { slack } = legwork;

  const ack = await slack.as(people.ada).command("#product", "/research", "why is checkout slow?");
  expect(ack).toMatchObject({ ok: true });

  const draft = await legwork.draft(channels.product, "About why is checkout slow?");
  expect(legwork.actionIds(draft)).toEqual(["approve", "revise", "edit", "discard", "quotes"]);
  const card = await legwork.shown(channels.product, "L-1", "Draft ready for review");
  expect(draft.thread_ts).toBe(card.ts);
});

test("a draft is approved by another person, and the outcome takes the place of the buttons", async () => {
  await using legwork = await startLegwork();
  const { slack } = legwork;
  await slack.as(people.ada).command("#product", "/research", "why is checkout slow?");
  const draft = await legwork.draft(channels.product);

  await slack.as(people.grace).click(draft, "approve");

  const approved = await legwork.shown(
    channels.product,
    `Approved by <@${people.grace}>`,
    "Sources",
  );
  expect(approved.ts).toBe(draft.ts);
  expect(legwork.actionIds(approved)).toEqual(["quotes"]);
  legwork.expectNoProblems();
});

test("a run that goes fast does not have its card changed at every step", async () => {
  await using legwork = await startLegwork();
  await legwork.slack.as(people.ada).command("#product", "/research", "why is checkout slow?");
  await legwork.draft(channels.product);

  const { rows } = await legwork.db.query<{ jobs: number }>(
    "select count(*)::int as jobs from pgboss.job where name = 'deliver'",
  );
  // The opening, the plan, at most two looks for all the progress between, and the draft.
  expect(rows[0]?.jobs).toBeLessThanOrEqual(5);
});
