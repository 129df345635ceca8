import { describe, expect, test } from "vitest";
import { aDraft } from "../support/engine.ts";
import { channels, people } from "../support/legwork.ts";
import { setQuiet } from "../../src/store/channels.ts";
import { SlackAmbiguous } from "../../src/slack/errors.ts";
import { RateLimitedError } from "../../src/errors.ts";
import { ada, startThreads } from "./thread.ts";

const at = new Date();
const advance = { type: "advance", revision: 1, phase: "plan", at } as const;
const stop = { type: "stop", by: ada, at } as const;
const production = {};

describe("a card", () => {
  test("under way changes no sooner than 3 s after its last change, and its last state at once", async () => {
    await using threads = await startThreads();
    const id = await threads.open();
    await threads.deliver(id);
    await threads.change(id, advance);

    await threads.deliver(id, production);
    expect(JSON.stringify(threads.own())).toContain("Queued");
    expect(threads.sent).toMatchObject([{ options: { key: id } }]);
    expect(threads.sent[0]?.options.afterSeconds).toBeGreaterThanOrEqual(2);
    await threads.deliver(id, production);
    expect(threads.sent).toHaveLength(1);

    await threads.change(id, stop);
    await threads.deliver(id, production);
    expect(JSON.stringify(threads.own())).toContain("Stopped by");
  });

  test("keeps still under way in a quiet channel, and shows its last state all the same", async () => {
    await using threads = await startThreads();
    const id = await threads.open();
    await threads.deliver(id);
    await setQuiet(threads.db, { team: "T0AMBLEFORD", id: channels.product }, true);
    await threads.change(id, advance);

    await threads.deliver(id);
    expect(JSON.stringify(threads.own())).toContain("Queued");
    expect(threads.sent).toEqual([]);

    await threads.change(id, stop);
    await threads.deliver(id);
    expect(JSON.stringify(threads.own())).toContain("Stopped by");
  });

  test("that shows what it should is left alone", async () => {
    await using threads = await startThreads();
    const id = await threads.open();
    await threads.deliver(id);
    await threads.deliver(id);
    expect(threads.slack.ledger).toHaveLength(1);
  });
});

describe("when Slack says to wait", () => {
  test("the job is told how long, nothing is lost and nothing posted twice", async () => {
    await using threads = await startThreads();
    const id = await threads.open();
    threads.slack.faults.add({ method: "chat.postMessage", kind: "rate_limit", retryAfter: 7 });

    const refused = await threads.deliver(id).catch((error: unknown) => error);
    expect(refused).toBeInstanceOf(RateLimitedError);
    expect(refused).toMatchObject({ retryAfterSeconds: 7 });

    threads.pass(7_000);
    await threads.deliver(id);
    expect(threads.own()).toHaveLength(1);
  });

  test("nobody asks again in that channel before it is time, whatever they have to say", async () => {
    await using threads = await startThreads();
    const [first, second] = [await threads.open(), await threads.open()];
    threads.slack.faults.add({ method: "chat.postMessage", kind: "rate_limit", retryAfter: 7 });
    await threads.deliver(first).catch(() => undefined);
    const calls = threads.slack.log.length;

    await expect(threads.deliver(second)).rejects.toMatchObject({ retryAfterSeconds: 7 });
    expect(threads.slack.log).toHaveLength(calls);
  });
});

describe("what people do to our messages", () => {
  test("a card deleted by a person is not posted again, and the draft still comes", async () => {
    await using threads = await startThreads();
    const asked = await threads.slack.as(people.ada).say("#product", "a question");
    const id = await threads.open({ ts: asked.ts });
    await threads.deliver(id);
    const { world } = threads.slack;
    for (const { channel, ts } of threads.own()) world.messages.delete(`${channel}/${ts}`);

    await threads.submit(id, aDraft());
    await threads.deliver(id);
    await threads.deliver(id);

    expect(threads.own()).toHaveLength(1);
    expect(JSON.stringify(threads.own())).toContain("approve");
    expect(threads.lines.join()).toContain("message unresolved");
  });

  test("where the thread is gone before the draft is there, the draft goes to the requester directly", async () => {
    await using threads = await startThreads();
    const id = await threads.open();
    await threads.deliver(id);
    const { world } = threads.slack;
    for (const { channel, ts } of threads.own()) world.messages.delete(`${channel}/${ts}`);

    await threads.submit(id, aDraft());
    await threads.deliver(id);
    await threads.deliver(id);

    expect(threads.own()).toHaveLength(0);
    const [card, draft] = threads.own("D0ADA");
    expect(JSON.stringify(draft)).toContain("approve");
    expect(draft?.thread_ts).toBe(card?.ts);
  });

  test("where we may not speak, card and draft go to the requester directly, and say why", async () => {
    await using threads = await startThreads();
    const id = await threads.open({ channel: channels.random });
    await threads.deliver(id);
    await threads.submit(id, aDraft());
    await threads.deliver(id);

    const direct = threads.own("D0ADA");
    expect(direct).toHaveLength(2);
    expect(JSON.stringify(direct[0])).toContain(`could not answer in <#${channels.random}>`);
    expect(JSON.stringify(direct[0])).not.toContain("of mine");
    expect(direct[1]?.thread_ts).toBe(direct[0]?.ts);
  });
});

describe("a long draft", () => {
  const sections = Array.from({ length: 60 }, (_, n) => ({
    heading: `Section ${n}`,
    statements: [
      {
        text: `Sentence ${n} ${"word ".repeat(60)}`,
        speaker: null,
        citations: [],
        check: { result: "found" as const, overlap: 1 },
      },
    ],
  }));

  test("comes in several messages in order, also when one of them is held up", async () => {
    await using threads = await startThreads();
    const id = await threads.open();
    await threads.deliver(id);
    await threads.submit(id, aDraft({ sections }));
    threads.slack.faults.add({ method: "chat.postMessage", kind: "status", status: 503 });
    await threads.deliver(id);
    threads.slack.faults.add({ method: "chat.postMessage", kind: "drop_after_accept" });
    await threads.deliver(id);
    await threads.deliver(id);

    const [, ...parts] = threads.own();
    expect(parts.length).toBeGreaterThan(2);
    const order = JSON.stringify(parts)
      .match(/Section \d+/g)
      ?.map((name) => Number(name.slice(8)));
    expect([...new Set(order)]).toEqual(sections.map((_, n) => n));
    expect(parts.filter((part) => JSON.stringify(part).includes('"approve"'))).toEqual([
      parts.at(-1),
    ]);
  });
});

describe("when Slack is away", () => {
  test("a change that is not confirmed fails the job, so that it is tried again, and the rest is shown", async () => {
    await using threads = await startThreads();
    const id = await threads.open();
    await threads.deliver(id);
    await threads.submit(id, aDraft());
    threads.slack.faults.add({ method: "chat.update", kind: "status", status: 503 });

    await expect(threads.deliver(id)).rejects.toBeInstanceOf(SlackAmbiguous);
    expect(JSON.stringify(threads.own())).toContain("approve");
    await threads.deliver(id);
    expect(JSON.stringify(threads.own()[0])).toContain("Draft ready");
  });

  test("a refusal that is about us, not about the message, gives no message up", async () => {
    await using threads = await startThreads();
    const id = await threads.open();
    threads.slack.faults.add({
      method: "chat.postMessage",
      kind: "error",
      error: "token_revoked",
    });
    await expect(threads.deliver(id)).rejects.toMatchObject({ code: "token_revoked" });
    await threads.deliver(id);
    expect(threads.own()).toHaveLength(1);
  });
});
