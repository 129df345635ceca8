import { createServer } from "node:http";
import { expect, test } from "vitest";
import { aThinking } from "../support/engine.ts";
import { channels, people, startLegwork } from "../support/legwork.ts";

const start = () => startLegwork({ real: true, seed: true });

test("a link that leads nowhere, and one that leads inside, are told as such", async () => {
  const reached: string[] = [];
  const inside = createServer((request, response) => {
    reached.push(request.url ?? "");
    response.end("secret");
  });
  const { promise: listening, resolve } = Promise.withResolvers<void>();
  inside.listen(0, "127.0.0.1", resolve);
  await listening;
  const address = inside.address();
  const port = typeof address === "object" ? address?.port : 0;
  await using legwork = await start();
  const ada = legwork.slack.as(people.ada);

  await ada.command("#product", "/summarize", `http://127.0.0.1:${port}/admin`);
  await legwork.shown(channels.product, "could not be read: the address is private");
  await ada.command("#support", "/summarize", "http://nowhere.invalid/page");
  await legwork.shown(channels.support, /could not be read: (there is no site|its name could not)/);

  expect(reached).toEqual([]);
  inside.close();
});

test("a file that cannot be opened is told as such, in words", async () => {
  await using legwork = await start();
  const ada = legwork.slack.as(people.ada);
  const bytes = Buffer.from("%PDF-1.7\nthis is no PDF at all");
  const text = "@legwork what does this say?";

  await ada.upload(
    "#product",
    { name: "report.pdf", bytes, mimetype: "application/pdf" },
    { text },
  );

  const message = await legwork.shown(channels.product, "report.pdf", /could not be read|damaged/);
  expect(legwork.textOf(message)).not.toMatch(/Error|undefined|stack|exception/);
});

test("an upload of 200 MB is refused by its size, before a byte is fetched", async () => {
  await using legwork = await startLegwork({ real: true, workers: false });
  const { slack } = legwork;
  const text = "@legwork what does this say?";
  const small = { name: "huge.txt", bytes: Buffer.from("The word is swordfish.") };
  const { file } = await slack.as(people.ada).upload("#product", small, { text });
  slack.world.files.set(file.id, { ...file, size: 200 * 1024 * 1024 });

  await using workers = await legwork.startWorkers();
  expect(workers.queue).toBeDefined();

  await legwork.shown(channels.product, "huge.txt is 200 MB; I read files up to 25 MB.");
  expect(JSON.stringify(slack.messages(channels.product))).not.toContain("swordfish");
});

test.each([
  ["missing_scope", "I was not given the permission to read that channel."],
  ["thread_not_found", "That message or thread is not there any more."],
  ["fatal_surprise", "Slack did not let me read that channel."],
])("when Slack refuses to be read (%s), the answer says so in words", async (error, said) => {
  await using legwork = await start();
  const { slack } = legwork;
  slack.faults.add({ method: "conversations.history", kind: "error", error, times: 5 });

  await slack.as(people.ada).command("#product", "/summarize", "#support");

  const shown = await legwork.shown(channels.product, said);
  expect(legwork.textOf(shown)).not.toContain(error);
});

test("told to wait while reading, it waits and then reads; nobody hears of it", async () => {
  await using legwork = await start();
  const { slack } = legwork;
  slack.faults.add({
    method: "conversations.history",
    kind: "rate_limit",
    retryAfter: 1,
    times: 2,
  });

  await slack.as(people.ada).command("#product", "/summarize", "#support");

  const draft = await slack.until(
    () =>
      slack
        .messages(channels.product)
        .find(({ blocks }) => JSON.stringify(blocks ?? []).includes('"approve"')),
    { timeoutMs: 15_000 },
  );
  expect(legwork.textOf(draft)).toContain("#support");
  expect(legwork.lines.filter((line) => line.startsWith("told to wait"))).toHaveLength(2);
});

test("a private channel is read to its members and to nobody else", async () => {
  await using legwork = await start();
  const { slack } = legwork;
  await slack.as(people.grace).say("#leadership", "The codeword for the merger is swordfish now.");
  const asked = `<#${channels.leadership}|leadership>`;

  await slack.as(people.grace).command("#product", "/summarize", asked);
  await legwork.shown(channels.product, "I am not in that channel", "/invite");
  await slack.as(people.grace).invite("#leadership");
  await slack.as(people.ada).command("#support", "/summarize", asked);
  await legwork.shown(channels.support, "That channel is private and you are not in it");

  await slack.as(people.grace).command("#leadership", "/summarize", "this channel");
  await legwork.shown(channels.leadership, "swordfish");
  const open = [channels.product, channels.support].flatMap((id) => slack.messages(id));
  expect(JSON.stringify(open)).not.toContain("swordfish");
});

test("an error that quotes what people wrote is logged without the quote", async () => {
  const thinking = aThinking({
    plan: ({ question }) => Promise.reject(new Error(`no plan for ${question} with xoxb-1-2`)),
  });
  await using legwork = await startLegwork({ thinking });

  await legwork.slack.as(people.ada).command("#product", "/research", "where is the swordfish?");
  await legwork.logged("job failed");

  expect(legwork.lines.join("\n")).not.toMatch(/swordfish|xoxb/);
});

test("no log line holds what people wrote, or a token", async () => {
  await using legwork = await start();
  const { slack } = legwork;
  const { ts } = await slack
    .as(people.ada)
    .say("#product", "@legwork summarize this: swordfish swordfish is the word of the day here");
  await legwork.shown(channels.product, '"action_id":"discard"');
  await slack.as(people.ada).say("#product", "more swordfish please", { threadTs: ts });
  await legwork.shown(channels.product, "On it: revision 2");
  await slack.as(people.ada).command("#product", "/legwork", "swordfish");
  await slack.as(people.ada).command("#product", "/research", "https://swordfish.invalid/secret");
  await legwork.shown(channels.product, "L-2", /Draft ready|Not finished/);

  expect(legwork.lines.length).toBeGreaterThan(1);
  const logged = legwork.lines.join("\n").replaceAll("swordfish.invalid", "the host");
  expect(logged).not.toMatch(/swordfish|word of the day|xox[a-z]-|xapp-|Bearer|signing/i);
});
