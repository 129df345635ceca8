import { describe, expect, test } from "vitest";
import type { Call } from "../../src/slack/call.ts";
import { SlackAmbiguous } from "../../src/slack/errors.ts";
import { startSending, takeThread } from "../../src/store/deliveries.ts";
import { aDraft } from "../support/engine.ts";
import { channels, people } from "../support/legwork.ts";
import { startThreads } from "./thread.ts";

const advance = { type: "advance", revision: 1, phase: "plan", at: new Date() } as const;
const production = {};

/** Slack does what it is told, and its answer to the first post is lost. */
const losingOneAnswer = () => {
  let lost = false;
  return (call: Call): Call =>
    async (method, args, output) => {
      const answer = await call(method, args, output);
      if (lost || method !== "chat.postMessage") return answer;
      lost = true;
      throw new SlackAmbiguous("the answer was lost");
    };
};

/** Slack does what it is told, and nobody is left to hear it. */
const killed =
  (call: Call): Call =>
  async (method, args, output) => {
    await call(method, args, output);
    throw new Error("killed");
  };

describe("when an answer of Slack's is lost", () => {
  test("the message is looked for by its key after a while, and not posted again", async () => {
    await using threads = await startThreads();
    const id = await threads.open();
    threads.slack.faults.add({ method: "chat.postMessage", kind: "drop_after_accept" });

    await threads.deliver(id, production);
    expect(threads.sent).toMatchObject([{ options: { key: id } }]);
    expect(threads.sent[0]?.options.afterSeconds).toBeGreaterThanOrEqual(12);

    await threads.change(id, advance);
    await threads.deliver(id);
    expect(threads.own()).toHaveLength(1);
    expect(JSON.stringify(threads.own())).toContain("Planning");
    expect((await threads.task(id)).thread.ts).toBe(threads.own()[0]?.ts);
  });

  test("a message that shows itself late is still only one", async () => {
    await using threads = await startThreads();
    const id = await threads.open();
    threads.slack.faults.add({ method: "chat.postMessage", kind: "late_visible", ms: 1_500 });

    await threads.deliverThrough(id, losingOneAnswer());
    await threads.deliver(id, production);
    threads.pass(1_500);
    await threads.deliver(id);

    expect(threads.own()).toHaveLength(1);
  });

  test("without the wait the same would be posted twice", async () => {
    await using threads = await startThreads();
    const id = await threads.open();
    threads.slack.faults.add({ method: "chat.postMessage", kind: "late_visible", ms: 1_500 });

    await threads.deliverThrough(id, losingOneAnswer());
    await threads.deliver(id, { graceMs: 0 });

    expect(threads.own()).toHaveLength(2);
  });

  test("one that Slack never posted is posted then", async () => {
    await using threads = await startThreads();
    const id = await threads.open();
    threads.slack.faults.add({ method: "chat.postMessage", kind: "status", status: 503 });

    await threads.deliver(id);
    expect(threads.own()).toHaveLength(0);
    await threads.deliver(id);
    expect(threads.own()).toHaveLength(1);
  });

  test("a worker killed between sending and recording leaves one message", async () => {
    await using threads = await startThreads();
    const id = await threads.open();
    await expect(threads.deliverThrough(id, killed)).rejects.toThrow("killed");

    await threads.deliver(id);
    await threads.deliver(id);
    expect(threads.own()).toHaveLength(1);
  });

  test("somebody else's message with the same key is not taken for ours", async () => {
    await using threads = await startThreads();
    const id = await threads.open();
    await threads.slack.as(people.ada).say("#product", "hello");
    const place = (await threads.task(id)).thread;
    await threads.deliver(id);
    const key = `${id}:card`;
    // As if the post had never happened: the row says `sending`, and only a forger's message is there.
    await threads.db.query(
      "update delivery set state = 'pending', ts = null, hash = null where key = $1",
      [key],
    );
    const claim = await takeThread(threads.db, id);
    await startSending(threads.db, claim, key, { channel: place.channel, threadTs: null });
    const [ours] = threads.own();
    const forger = threads.slack.messages(channels.product).find(({ bot_id }) => !bot_id);
    if (ours?.metadata === undefined || forger === undefined) throw new Error("nothing to forge");
    const { world } = threads.slack;
    world.messages.set(`${forger.channel}/${forger.ts}`, { ...forger, metadata: ours.metadata });
    world.messages.delete(`${ours.channel}/${ours.ts}`);

    await threads.deliver(id);
    expect(threads.own()).toHaveLength(1);
  });
});

describe("what nobody can tell", () => {
  test("a message in a thread that cannot be read is not repeated; the operator and the card say so", async () => {
    await using threads = await startThreads();
    const id = await threads.open();
    await threads.deliver(id);
    await threads.submit(id, aDraft());
    threads.slack.faults.add({ method: "chat.postMessage", kind: "drop_after_accept" });
    await threads.deliver(id);
    const posted = threads.own().length;

    const unreadable = { method: "conversations.replies", kind: "error" } as const;
    threads.slack.faults.add({ ...unreadable, error: "missing_scope" });
    await threads.deliver(id);
    await threads.deliver(id);

    expect(threads.own()).toHaveLength(posted);
    expect(threads.lines.filter((line) => line.startsWith("message unresolved"))).toHaveLength(1);
    expect(JSON.stringify(threads.own()[0])).toContain("did not confirm, 1 message");
  });

  test("a card that may or may not be there sends the requester the answer directly", async () => {
    await using threads = await startThreads();
    const id = await threads.open();
    threads.slack.faults.add({ method: "chat.postMessage", kind: "status", status: 503 });
    await threads.deliver(id);
    const unreadable = { method: "conversations.history", kind: "error" } as const;
    threads.slack.faults.add({ ...unreadable, error: "not_in_channel" });
    await threads.deliver(id);
    await threads.submit(id, aDraft());
    await threads.deliver(id);

    expect(threads.own()).toHaveLength(0);
    const direct = threads.own("D0ADA");
    expect(direct).toHaveLength(2);
    expect(JSON.stringify(direct[0])).toContain(`could not answer in <#${channels.product}>`);
    expect(direct[1]?.thread_ts).toBe(direct[0]?.ts);
  });
});
