import { expect, test } from "vitest";
import { gather } from "../../jobs/gather.ts";
import type { Subtask } from "../../src/domain/plan.ts";
import type { Sql } from "../../src/store/database.ts";
import { aThinking } from "../support/engine.ts";
import { channels, people, startLegwork } from "../support/legwork.ts";

/** An engine whose question about what is missing waits until it is told the answer. */
function heldGap(overrides: Parameters<typeof aThinking>[0] = {}) {
  const begun = Promise.withResolvers<void>();
  const answer = Promise.withResolvers<readonly Subtask[]>();
  let asked = 0;
  const thinking = aThinking({
    ...overrides,
    gap(_brief, _plan, _material, { signal }) {
      asked += 1;
      begun.resolve();
      const aborted = new Promise<never>((_, reject) =>
        signal.addEventListener("abort", () => reject(signal.reason)),
      );
      return Promise.race([answer.promise, aborted]);
    },
  });
  return { thinking, begun: begun.promise, answer: answer.resolve, asked: () => asked };
}

const further: Subtask = { number: 3, title: "Look 3", objective: "More", queries: [] };

test.each([[[]], [[further]]])(
  "while the last part asks what is missing, a repeat of another part does not ask, and pay, as well (%j)",
  async (missing) => {
    const gap = heldGap();
    await using legwork = await startLegwork({ thinking: gap.thinking });
    const { slack, db, app } = legwork;
    await slack.as(people.ada).command("#product", "/research", "why is checkout slow?");
    await gap.begun;

    const gathered = () => gatheredIn(db);
    // The one that asks is still at it; the other one has ended, and is sent again.
    await expect.poll(gathered).toHaveLength(1);
    const payload = gather.payload.parse((await gathered())[0]);
    await db.transaction((tx) => app.queue.send(tx, gather, payload));
    await expect.poll(gathered, { timeout: 45_000 }).toHaveLength(2);

    expect(gap.asked()).toBe(1);
    gap.answer(missing);
    await legwork.draft(channels.product);
    expect(gap.asked()).toBe(1);
  },
);

test("where the job is lost of the part that asks what is missing, that part is sent again, and asks again", async () => {
  const first = Promise.withResolvers<void>();
  const { engine } = aThinking();
  const gap = heldGap({
    async gather(brief, subtask, context) {
      // The second part is the last, so it is the one that asks.
      if (subtask.number === 2) await first.promise;
      return engine.gather(brief, subtask, context);
    },
  });
  await using legwork = await startLegwork({ thinking: gap.thinking });
  const { slack, db } = legwork;
  await slack.as(people.ada).command("#product", "/research", "why is checkout slow?");
  await expect.poll(() => gatheredIn(db), { timeout: 45_000 }).toHaveLength(1);
  first.resolve();
  await gap.begun;

  await db.query("delete from pgboss.job where name = 'gather' and state = 'active'");
  await legwork.logged("task had no job");
  await expect.poll(gap.asked, { timeout: 45_000 }).toBe(2);
  gap.answer([]);
  await legwork.draft(channels.product);
});

async function gatheredIn(db: Sql): Promise<readonly unknown[]> {
  const { rows } = await db.query<{ payload: unknown }>(
    "select data as payload from pgboss.job where name = 'gather' and state = 'completed'",
  );
  return rows.map(({ payload }) => payload);
}
