import { expect, test } from "vitest";
import { rescope } from "../../jobs/scope.ts";
import { TaskId, UserId } from "../../src/domain/ids.ts";
import { bookLost } from "../../src/store/settlements.ts";
import { channels, people } from "../support/legwork.ts";
import { clientOf } from "../support/model/ask.ts";
import {
  ask,
  draftOf,
  letLook,
  listWaiting,
  patience,
  spentBy,
  startBatching,
  stepsOf,
  sum,
  untilOut,
  workOff,
} from "./batching.ts";
import { rowOf } from "./steering.ts";
import { startThinking } from "./thinking.ts";

const { product } = channels;
const isTalk = (name: string) => name.startsWith("gather");

test(
  "a run for which nobody waits comes to the same draft, and what it asks alone costs half",
  { timeout: 120_000 },
  async () => {
    await using live = await startThinking();
    await ask(live);
    await expect.poll(() => rowOf(live.db), patience).toMatchObject({ status: "in_review" });
    await live.model.settled();
    await using batched = await startBatching();
    await ask(batched);
    await workOff(batched, { status: "in_review" });
    await batched.draft(product);

    expect(await draftOf(batched.db)).toBe(await draftOf(live.db));
    expect(batched.model.breaches).toEqual([]);
    const full = (await stepsOf(live.db)).filter(({ name }) => !isTalk(name));
    const half = (await stepsOf(batched.db)).filter(({ name }) => !isTalk(name));
    expect(half.map(({ name }) => name)).toEqual(full.map(({ name }) => name));
    expect(half.length).toBeGreaterThan(5);
    for (const [n, { usd }] of half.entries()) expect(usd).toBeCloseTo((full[n]?.usd ?? 0) / 2, 6);

    const { ledger } = batched.model;
    const inBatches = ledger.filter(({ batch }) => batch);
    expect(sum(inBatches.map(({ dollars }) => dollars))).toBeCloseTo(
      sum(half.map((s) => s.usd)),
      5,
    );
    // The claims of a draft went together.
    const claims = half.filter(({ name }) => name.startsWith("check:first:")).length;
    const sizes = Object.values(Object.groupBy(inBatches, ({ requestId }) => requestId));
    expect(sizes.map((entries = []) => entries.length)).toContain(claims);
    expect(claims).toBeGreaterThan(1);
    const [books] = await spentBy(batched.db);
    expect(books).toMatchObject({ usd: expect.closeTo(batched.model.bill().dollars, 5), open: 0 });
    expect(await listWaiting(batched.db)).toEqual([]);
  },
);

test(
  "while a batch is out the run waits without a worker and without a slot, and the card says what for",
  patience,
  async () => {
    await using legwork = await startBatching();
    const { db } = legwork;
    await ask(legwork);
    await untilOut(legwork, /^plan$/);
    await expect.poll(() => rowOf(db)).toMatchObject({ status: "running", admitted: false });
    await legwork.shown(product, "L-1", "waiting for a batch of Claude, at half the price");
    const { rows } = await db.query(
      "select name, state from pgboss.job where state < 'completed' and data ->> 'taskId' is not null and name <> 'deliver'",
    );
    expect(rows).toEqual([{ name: "batches", state: "created" }]);
    const [books] = await spentBy(db);
    expect(books?.open).toBeGreaterThan(0);
    // Nobody takes it for lost, however long it has been out.
    await db.query("update step set started_at = started_at - interval '20 hours'");
    expect(await bookLost(db, 60)).toBe(0);
    await db.query("update batch set until = now() - interval '1 second'");
    expect(await bookLost(db, 60)).toBe(1);
  },
);

test.each(["errored", "expired"])(
  "a call that comes back %s is asked at once, and paid once",
  { timeout: 120_000 },
  async (how) => {
    await using legwork = await startBatching();
    const { db, model } = legwork;
    await ask(legwork);
    await workOff(legwork, { part: /^write$/ });
    if (how === "errored") {
      const fault = { kind: "status", status: 500, type: "api_error", message: "no" } as const;
      model.fail((_request, { batch }) => batch, fault);
    }
    await model.endBatches({ isLate: how === "expired" });
    await letLook(db);
    await workOff(legwork, { status: "in_review" });
    await legwork.draft(product);

    const written = (await stepsOf(db)).find(({ name }) => name === "write:model");
    expect(written).toMatchObject({ live: true, maybe: 0, lost: 0, open: 0 });
    const [books] = await spentBy(db);
    expect(books).toMatchObject({ usd: expect.closeTo(model.bill().dollars, 5), open: 0 });
    expect(model.bill()).toMatchObject({ repeated: 0, lost: 0 });
  },
);

test("a stop cancels the batch, and nothing stays kept aside", patience, async () => {
  await using legwork = await startBatching();
  const { db, model, slack } = legwork;
  await ask(legwork);
  const { id } = await untilOut(legwork, /^plan$/);
  const card = await legwork.shown(product, "L-1", "waiting for a batch");
  // The next look is far away.
  await db.query(
    "update pgboss.job set start_after = now() + interval '5 minutes' where name = 'batches'",
  );
  await slack.as(people.ada).click(card, "stop");
  const batchOf = async () => (await clientOf(model).messages.batches.retrieve(id)).request_counts;
  await expect.poll(batchOf, { timeout: 45_000 }).toMatchObject({ canceled: 1, processing: 0 });
  await letLook(db);
  await expect.poll(() => listWaiting(db), patience).toEqual([]);
  expect(await rowOf(db)).toMatchObject({ status: "cancelled" });
  expect(await spentBy(db)).toEqual([{ usd: 0, open: 0 }]);
  expect(model.ledger).toEqual([]);
});

test(
  "other workers go on with a batch whose workers, and whose job, are gone",
  patience,
  async () => {
    await using legwork = await startBatching({ workers: false });
    const { db, model } = legwork;
    {
      await using first = await legwork.startWorkers();
      expect(first.queue).toBeDefined();
      await ask(legwork);
      await untilOut(legwork, /^plan$/);
    }
    await db.query("delete from pgboss.job where name = 'batches'");
    await using second = await legwork.startWorkers();
    expect(second.queue).toBeDefined();
    await legwork.logged("batch had no job");
    await workOff(legwork, { status: "in_review" });
    expect(model.bill()).toMatchObject({ repeated: 0, lost: 0 });
    const [books] = await spentBy(db);
    expect(books).toMatchObject({ usd: expect.closeTo(model.bill().dollars, 5), open: 0 });
  },
);

test(
  "what is asked can change while a batch is out: it is cancelled, and the run plans again with what was found",
  { timeout: 120_000 },
  async () => {
    await using legwork = await startBatching();
    const { db, model, app } = legwork;
    await ask(legwork);
    await workOff(legwork, { part: /^write$/ });
    const [before] = await listWaiting(db);
    const { rows } = await db.query<{ id: string }>("select id from task");
    const id = TaskId.parse(rows[0]?.id);
    const by = UserId.parse(people.ada);
    const change = { id, revision: 1, by, at: new Date() };
    await db.transaction((tx) => rescope(tx, app.queue.send, change));
    await expect
      .poll(async () => (await listWaiting(db)).map(({ part }) => part), patience)
      .toContain("plan@2");
    const { batches } = clientOf(model).messages;
    const countsOf = async () => (await batches.retrieve(before?.id ?? "")).request_counts;
    await expect.poll(countsOf, patience).toMatchObject({ canceled: 1, succeeded: 0 });
    await workOff(legwork, { status: "in_review" });
    await expect.poll(() => listWaiting(db), patience).toEqual([]);
    const [books] = await spentBy(db);
    expect(books).toMatchObject({ usd: expect.closeTo(model.bill().dollars, 5), open: 0 });
  },
);
