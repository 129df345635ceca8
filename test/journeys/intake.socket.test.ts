import { expect, test } from "vitest";
import { channels, people, startLegwork } from "../support/legwork.ts";
import { startProxy } from "../support/proxy.ts";
import { countTasks } from "./tasks.ts";

test("over Socket Mode the whole story goes as over HTTP: ask, draft, feedback, approval", async () => {
  await using legwork = await startLegwork({ mode: "socket" });
  const { slack } = legwork;

  const ack = await slack.as(people.ada).command("#product", "/research", "why is checkout slow?");
  expect(ack.body).toMatchObject({ text: expect.stringContaining("On it: *L-1*") });
  const first = await legwork.draft(channels.product, "About why is checkout slow?");
  const threadTs = first.thread_ts ?? "";
  await slack.as(people.ada).say("#product", "shorter please", { threadTs });
  const second = await legwork.draft(channels.product, "Revised: shorter please");
  await slack.as(people.grace).click(second, "approve");

  await legwork.shown(channels.product, `Approved by <@${people.grace}>`, "Sources");
  legwork.expectNoProblems();
});

test("over Socket Mode a mention is acknowledged only once it is stored, and comes again until then", async () => {
  await using proxy = await startProxy();
  await using legwork = await startLegwork({ mode: "socket", by: proxy.by, workers: false });
  const { slack } = legwork;

  proxy.turn("cut");
  const said = slack.as(people.ada).say("#product", "@legwork why is checkout slow?");
  await legwork.logged("not stored");
  expect(slack.log.filter(({ name, ok }) => name === "app_mention" && ok)).toEqual([]);
  proxy.turn("open");

  const { acks } = await said;
  expect(acks.map(({ ok }) => ok)).toEqual(acks.map(() => false));
  await slack.settled();
  expect(slack.log.some(({ name, ok }) => name === "app_mention" && ok)).toBe(true);
  expect(await countTasks(legwork)).toBe(1);
});

test("over Socket Mode a command during an outage is answered that nothing was started", async () => {
  await using proxy = await startProxy();
  await using legwork = await startLegwork({ mode: "socket", by: proxy.by, workers: false });
  const { slack } = legwork;

  for (const way of ["cut", "silent"] as const) {
    proxy.turn(way);
    const ack = await slack.as(people.ada).command("#product", "/research", "why so slow?");
    expect(ack).toMatchObject({
      ok: true,
      body: { text: expect.stringContaining("nothing was started") },
    });
    proxy.turn("open");
  }
  expect(await countTasks(legwork)).toBe(0);
});

test("over Socket Mode the same envelope twice opens one task", async () => {
  await using legwork = await startLegwork({ mode: "socket", workers: false });
  const { slack } = legwork;
  const repeat = slack.world.deliver;
  slack.world.deliver = (envelope) => {
    repeat(envelope);
    return repeat(envelope);
  };

  await slack.as(people.ada).say("#product", "@legwork why is checkout slow?");
  await slack.as(people.ada).command("#product", "/research", "why is search slow?");
  await slack.settled();

  expect(await countTasks(legwork)).toBe(2);
});

test("when Slack asks to reconnect, what is said meanwhile is not lost", async () => {
  await using legwork = await startLegwork({ mode: "socket", workers: false });
  const { slack } = legwork;

  slack.disconnect();
  await slack.as(people.ada).say("#product", "@legwork why is checkout slow?");
  await slack.settled();

  expect(await countTasks(legwork)).toBe(1);
});
