import fc from "fast-check";
import { expect, test } from "vitest";
import { loadFacts } from "../../jobs/facts.ts";
import { cardOf, restOf } from "../../jobs/thread.ts";
import { RateLimitedError } from "../../src/errors.ts";
import type { TaskId } from "../../src/domain/ids.ts";
import type { TaskEvent } from "../../src/domain/task.ts";
import { checkMessageBlocks } from "../../src/sandbox/check/check.ts";
import type { Message } from "../../src/sandbox/shapes.ts";
import { listDeliveries } from "../../src/store/deliveries.ts";
import { saveDraft } from "../../src/store/drafts.ts";
import { createRun } from "../../src/store/runs.ts";
import { changeTask } from "../../src/store/tasks.ts";
import { aDraft } from "../support/engine.ts";
import { ada, grace, startThreads } from "./thread.ts";

type Threads = Awaited<ReturnType<typeof startThreads>>;

const changes = ["plan", "write", "submit", "revise", "approve", "stop", "fail", "retry"] as const;
const faults = [
  { method: "chat.postMessage", kind: "drop_after_accept" },
  { method: "chat.postMessage", kind: "status", status: 503 },
  { method: "chat.postMessage", kind: "rate_limit" },
  { method: "chat.update", kind: "drop_after_accept" },
  { method: "chat.update", kind: "status", status: 502 },
  { method: "chat.update", kind: "rate_limit" },
  { method: "conversations.replies", kind: "rate_limit" },
] as const;

const act = fc.oneof(
  fc.record({ change: fc.constantFrom(...changes) }),
  fc.record({ fault: fc.constantFrom(...faults) }),
  fc.record({ deliver: fc.integer({ min: 1, max: 3 }) }),
);

/** Applies what the law allows just now; what it refuses is no change. */
async function change({ db, task }: Threads, id: TaskId, what: (typeof changes)[number]) {
  const at = new Date();
  const { revision } = await task(id);
  const events: Record<typeof what, TaskEvent> = {
    plan: { type: "advance", revision, phase: "plan", at },
    write: { type: "advance", revision, phase: "write", at },
    submit: { type: "submit", revision, at },
    revise: { type: "revise", revision, by: grace, at },
    approve: { type: "approve", revision, hash: "h", by: grace, at },
    stop: { type: "stop", by: ada, at },
    fail: { type: "fail", revision, reason: "The wiki was away.", at },
    retry: { type: "retry", by: ada, at },
  };
  await db.transaction(async (tx) => {
    const outcome = await changeTask(tx, id, events[what]);
    if (typeof outcome === "string") return;
    if (what === "submit") {
      const headline = `Revision ${revision}`;
      await saveDraft(tx, { taskId: id, revision }, aDraft({ headline }), [], null);
    }
    if (what === "revise") {
      await createRun(tx, { taskId: id, revision: outcome.revision, feedback: "shorter" });
    }
  });
}

/** What a message shows, whatever ids Slack gave its blocks. */
const shownBy = ({ text, blocks = [] }: Pick<Message, "text" | "blocks">) => ({
  text,
  blocks: blocks.map(({ block_id: _id, ...block }) => block),
});

const keyOf = (message: Message) => message.metadata?.event_payload["key"];

test("however often, late and unluckily it is delivered, a thread ends up showing what the rows say, each message once", async () => {
  await using threads = await startThreads();
  const { slack, db } = threads;

  await fc.assert(
    fc.asyncProperty(fc.array(act, { minLength: 5, maxLength: 25 }), async (acts) => {
      const id = await threads.open();
      const seen = threads.own().length;
      // A failed run is one that the queue tries again.
      const deliver = () =>
        threads.deliver(id).catch((error: unknown) => {
          if (error instanceof RateLimitedError) threads.pass(error.retryAfterSeconds * 1_000);
        });
      for (const one of acts) {
        if ("change" in one) await change(threads, id, one.change);
        if ("fault" in one) slack.faults.add(one.fault);
        const times = "deliver" in one ? one.deliver : 0;
        for (let n = 0; n < times; n++) await deliver();
      }
      slack.faults.clear();
      for (let n = 0; n < 4; n++) await deliver();

      const known = await listDeliveries(db, id);
      const facts = await loadFacts(db, id);
      const wanted = [cardOf(facts, known), ...restOf(facts, known)];
      const posted = threads.own().slice(seen);
      expect(posted).toHaveLength(wanted.length);
      expect(new Set(posted.map(keyOf))).toEqual(new Set(wanted.map(({ key }) => key)));
      for (const { key, message } of wanted) {
        const found = posted.find((each) => keyOf(each) === key);
        const blocks = checkMessageBlocks(message.blocks);
        expect(found && shownBy(found)).toEqual(shownBy({ text: message.text, blocks }));
      }
      expect(known.map(({ state }) => state)).not.toContain("sending");
    }),
    { numRuns: 20 },
  );
}, 60_000);
