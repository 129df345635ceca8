import { expect, test } from "vitest";
import { heldThinking } from "../support/held.ts";
import { channels, people, startLegwork } from "../support/legwork.ts";
import { aMessage, anEvent, sendSigned } from "../support/signed.ts";
import { countTasks } from "./tasks.ts";

/** What a command is answered at once. */
async function reply(
  { slack }: Awaited<ReturnType<typeof startLegwork>>,
  command: string,
  { by = people.ada, where = "#product" }: { by?: string; where?: string } = {},
): Promise<string> {
  const [name = "", ...words] = command.split(" ");
  const { body } = await slack.as(by).command(where, name, words.join(" "));
  return (body as { text: string }).text;
}

test("a command that cannot be taken is answered with what would work, and starts nothing", async () => {
  await using legwork = await startLegwork({ workers: false });
  const cases: readonly [command: string, said: string][] = [
    ["/research", "for example `/research how do other teams"],
    ["/research    ", "Tell me what to look into"],
    ["/research \u200b\u2060", "Tell me what to look into"],
    ["/summarize", "for example `/summarize #product since 7d`"],
    ["/summarize product roadmap", "Tell me what to summarize: a link"],
    ["/summarize #product since blue moon", "Try `since 7d`, `since monday`"],
    ["/summarize this channel since blue moon", "Try `since 7d`, `since monday`"],
    [`/research ${"long ".repeat(8_000)}`, "up to 12,000 characters"],
    ["/legwork dance", "I do not know `/legwork dance`. I know `help`"],
    ["/legwork status", "Which one? For example `/legwork status 42`."],
    ["/legwork stop", "Which one? For example `/legwork stop 42`."],
    ["/legwork retry", "Which one? For example `/legwork retry 42`."],
    ["/legwork status 7", "I know no task “7” here."],
    ["/legwork status 99999999999", "I know no task “99999999999” here."],
    ["/legwork stop 999999999", "I know no task “999999999” here."],
    ["/legwork stop 0", "I know no task “0” here."],
    ["/legwork retry the last one", "I know no task “the last one” here."],
    ["/legwork list", "You have asked for nothing yet."],
    ["/legwork quiet", "Say `/legwork quiet on`"],
    ["/legwork quiet on", "It is quiet here now"],
    ["/legwork quiet off", "show again how far I am"],
    ["/legwork", "*What I do.*"],
    ["/legwork HELP", "*What I do.*"],
  ];
  const answers: string[] = [];
  const expected: unknown[] = [];
  for (const [command, said] of cases) {
    answers.push(await reply(legwork, command));
    expected.push(expect.stringContaining(said));
  }
  expect(answers).toEqual(expected);
  expect(await countTasks(legwork)).toBe(0);
});

test("a mention that cannot be taken is answered only to who made it, once", async () => {
  await using legwork = await startLegwork();
  const { slack } = legwork;
  await slack.as(people.ada).say("#product", "@legwork");
  await legwork.whispered(people.ada, channels.product, "What should I find out?");

  const long = aMessage({ text: `<@U0LEGWORK> ${"long ".repeat(8_000)}` });
  await sendSigned(legwork, anEvent(long));
  await sendSigned(legwork, anEvent({ ...long, type: "app_mention" }));
  await legwork.whispered(people.ada, channels.product, "up to 12,000 characters");

  await slack.as(people.ada).dm("stop");
  await legwork.shown("D0ADA", "nothing running");
  expect(slack.ephemerals(people.ada, channels.product)).toHaveLength(2);
  expect(await countTasks(legwork)).toBe(0);
  legwork.expectNoProblems();
});

test("list, status, stop and retry tell where a task stands, in words", async () => {
  const held = heldThinking();
  await using legwork = await startLegwork({ thinking: held.thinking });
  await reply(legwork, "/research why is checkout slow?");
  await held.begun;

  expect(await reply(legwork, "/legwork list")).toContain(
    "*Open*\n• *L-1* being worked on: why is checkout slow?",
  );
  for (const name of ["1", "L-1", "l1", "#1"]) {
    expect(await reply(legwork, `/legwork status ${name}`)).toContain("*L-1* is being worked on.");
  }
  expect(await reply(legwork, "/legwork retry 1")).toContain(
    "There is nothing to retry: *L-1* is being worked on.",
  );
  expect(await reply(legwork, "/legwork stop 1")).toBe("*L-1* is stopped.");
  expect(await reply(legwork, "/legwork stop 1")).toContain(
    `*L-1* is closed already: stopped by <@${people.ada}>`,
  );
  expect(await reply(legwork, "/legwork list")).toContain("*Closed*\n• *L-1* stopped by");
});

test("of a task that somebody else asked in another place no more is told than that it is there", async () => {
  await using legwork = await startLegwork({ workers: false });
  await legwork.slack.as(people.grace).dm("who leaves the company?");

  const elsewhere = await reply(legwork, "/legwork status 1", { by: people.ada });
  expect(elsewhere).toContain("*L-1* is queued. It was asked in another place");
  expect(elsewhere).not.toContain("company");
  expect(await reply(legwork, "/legwork status 1", { by: people.grace })).toContain("company");
  expect(await reply(legwork, "/legwork list", { by: people.ada })).not.toContain("L-1");
});

test("where we may not speak the answer goes to a direct message, and says why", async () => {
  await using legwork = await startLegwork();
  const { slack } = legwork;

  await reply(legwork, "/research why is checkout slow?", { where: "#random" });
  await legwork.shown("D0ADA", `in <#${channels.random}>, so I`, "why is checkout slow?");
  await legwork.draft("D0ADA", "About why is checkout slow?");

  await slack.as(people.linus).command("#random", "/legwork", "stop 1");
  const told = await legwork.shown("D0LINUS", `Only <@${people.ada}> or an admin`);
  expect(told.text).toBe(`Only <@${people.ada}> or an admin can stop *L-1*.`);
});
