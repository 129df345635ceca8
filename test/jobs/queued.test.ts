import { once } from "node:events";
import { EventEmitter } from "node:events";
import { describe, expect, test } from "vitest";
import { dead } from "../../jobs/dead.ts";
import { deliver } from "../../jobs/deliver.ts";
import { openQueue } from "../../src/queue/queue.ts";
import { startThreads } from "./thread.ts";

const at = new Date();

test("of many deliveries of one task never two run at once, and the last one shows the last state", async () => {
  await using threads = await startThreads();
  const { db, deps, url } = threads;
  const jobs = [deliver, dead];
  await using queue = await openQueue({
    connectionString: url,
    jobs,
    log: () => {},
    worker: { runs: 4, sql: db },
    drainMs: 10_000,
  });
  const id = await threads.open();
  const ended = new EventEmitter();
  let running = 0;
  let most = 0;
  let runs = 0;
  const watched: typeof deliver = {
    ...deliver,
    async work(payload, own, context) {
      most = Math.max(most, ++running);
      try {
        await deliver.work(payload, { ...own, limits: { cardEveryMs: 0 } }, context);
      } finally {
        running--;
        if (++runs === 6) ended.emit("all");
      }
    },
  };
  threads.slack.faults.add({ method: "*", kind: "slow", ms: 50, times: 20 });
  const all = once(ended, "all");
  await queue.work(watched, deps, 4);
  const tell = () => db.transaction((tx) => queue.send(tx, deliver, { taskId: id }, { key: id }));

  await Promise.all([tell(), tell(), tell()]);
  await threads.change(id, { type: "advance", revision: 1, phase: "plan", at });
  await Promise.all([tell(), tell(), tell()]);
  await all;

  expect(most).toBe(1);
  expect(threads.own()).toHaveLength(1);
  expect(JSON.stringify(threads.own())).toContain("Planning");
});

describe("a thread that could not be reached for longer than the retries last", () => {
  const deadFrom = { queue: deliver.queue, reason: null };
  const context = { jobId: "j", signal: new AbortController().signal, deadFrom };

  test("is tried again later, for as long as somebody may wait for it", async () => {
    await using threads = await startThreads();
    const id = await threads.open();
    const deps = { ...threads.deps, now: () => new Date() };

    await dead.work({ taskId: id }, deps, context);
    expect(threads.sent).toEqual([
      { queue: "deliver", taskId: id, options: { afterSeconds: 300, key: id } },
    ]);

    await threads.db.query("update task set changed_at = now() - interval '25 hours'");
    await dead.work({ taskId: id }, deps, context);
    expect(threads.sent).toHaveLength(1);
    expect(threads.lines.join()).toContain("thread given up");
  });
});
