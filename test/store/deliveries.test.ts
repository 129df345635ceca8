import { afterAll, beforeAll, expect, test } from "vitest";
import { ChannelId, MessageTs } from "../../src/domain/ids.ts";
import type { Database } from "../../src/store/database.ts";
import {
  claimNextLook,
  ensureDelivery,
  getDelivery,
  listDeliveries,
  markChanged,
  markPending,
  markPosted,
  markUnresolved,
  startSending,
  takeThread,
} from "../../src/store/deliveries.ts";
import { aTask, openStore } from "./ground.ts";

let db: Database;
beforeAll(async () => {
  db = await openStore();
});
afterAll(() => db[Symbol.asyncDispose]());

const ts = MessageTs.parse("1730538000.000100");
const place = { channel: ChannelId.parse("C1"), threadTs: ts };

async function wanted(): Promise<{ key: string; taskId: Awaited<ReturnType<typeof aTask>>["id"] }> {
  const { id } = await aTask(db);
  const key = `${id}:card`;
  await ensureDelivery(db, {
    key,
    taskId: id,
    team: "T1",
    channel: "C1",
    threadTs: null,
    body: null,
  });
  return { key, taskId: id };
}

/** A message whose thread is ours, sent off for the first time. */
async function sending() {
  const { key, taskId } = await wanted();
  const claim = await takeThread(db, taskId);
  const attempt = await startSending(db, claim, key, place);
  if (attempt === undefined) throw new Error("it was not sent off");
  return { key, claim, attempt };
}

const stateOf = async (key: string) => (await getDelivery(db, key))?.state;

test("a message begins as pending, and asking for it again makes no second one", async () => {
  const { key, taskId } = await wanted();
  const again = { key, taskId, team: "T1", channel: "C9", threadTs: null, body: { text: "other" } };
  expect(await ensureDelivery(db, again)).toMatchObject({
    state: "pending",
    channel: "C1",
    body: null,
  });
  expect(await listDeliveries(db, taskId)).toHaveLength(1);
});

test("of eight workers one may send it, and it goes where that one says", async () => {
  const { key, taskId } = await wanted();
  const claim = await takeThread(db, taskId);
  const started = await Promise.all(
    Array.from({ length: 8 }, () => startSending(db, claim, key, place)),
  );
  expect(started.filter(Boolean)).toEqual([1]);
  expect(await getDelivery(db, key)).toMatchObject({ state: "sending", ...place });
});

test("a message that was sent is never sent again", async () => {
  const { key, claim, attempt } = await sending();
  expect(await markPosted(db, key, attempt, { ts, hash: "hash" })).toBe(true);
  expect(await getDelivery(db, key)).toMatchObject({ state: "sent", ts, hash: "hash" });

  expect(await startSending(db, claim, key, place)).toBeUndefined();
  await markPending(db, key, attempt);
  expect(await stateOf(key)).toBe("sent");
});

test("whoever has lost the thread sends nothing, and an answer to an attempt that was given up counts for nothing", async () => {
  const { key, claim, attempt } = await sending();
  const next = await takeThread(db, claim.taskId);
  await markPending(db, key, attempt);
  expect(await startSending(db, claim, key, place)).toBeUndefined();
  const second = await startSending(db, next, key, place);
  expect(second).toBe(attempt + 1);

  await markPending(db, key, attempt);
  expect(await stateOf(key)).toBe("sending");
  expect(await markPosted(db, key, attempt, { ts, hash: "late" })).toBe(false);
  expect(await stateOf(key)).toBe("sending");
});

test("what a message shows is unknown once somebody has changed it who had lost the thread", async () => {
  const { key, claim, attempt } = await sending();
  await markPosted(db, key, attempt, { ts, hash: "first" });
  expect(await markChanged(db, claim, key, "second")).toBe(true);
  const next = await takeThread(db, claim.taskId);
  expect(await markChanged(db, next, key, "third")).toBe(true);

  expect(await markChanged(db, claim, key, "second")).toBe(false);
  expect(await getDelivery(db, key)).toMatchObject({ state: "sent", hash: null });
});

test("a message that Slack did not take may be tried again; one under way may not", async () => {
  const { key, claim, attempt } = await sending();
  expect(await startSending(db, claim, key, place)).toBeUndefined();
  await markPending(db, key, attempt);
  expect(await stateOf(key)).toBe("pending");
  expect(await startSending(db, claim, key, place)).toBe(attempt + 1);
});

test("an unresolved message waits for a person: it is not sent again by itself", async () => {
  const { key, claim, attempt } = await sending();
  await markUnresolved(db, key, "Nobody knows.");
  await markPending(db, key, attempt);
  expect(await startSending(db, claim, key, place)).toBeUndefined();
  expect(await getDelivery(db, key)).toMatchObject({ state: "unresolved", ts: null });
});

test("how long a message has been under way is told by the database's clock alone", async () => {
  const fresh = await wanted();
  expect(await getDelivery(db, fresh.key)).toMatchObject({ sendingForMs: null, shownForMs: null });
  const { key, attempt } = await sending();
  await markPosted(db, key, attempt, { ts, hash: null });
  await db.query(
    "update delivery set sending_at = sending_at - interval '1 hour', shown_at = shown_at - interval '1 minute' where key = $1",
    [key],
  );
  const { sendingForMs, shownForMs } = (await getDelivery(db, key)) ?? {};
  expect(sendingForMs).toBeGreaterThanOrEqual(3_600_000);
  expect(shownForMs).toBeGreaterThanOrEqual(60_000);
  expect(shownForMs).toBeLessThan(120_000);
});

test("of eight workers that want to look again later, one sends the job for it", async () => {
  const { key } = await wanted();
  const claimed = await Promise.all(
    Array.from({ length: 8 }, () => claimNextLook(db, key, 60_000)),
  );
  expect(claimed.filter(Boolean)).toHaveLength(1);
  await db.query("update delivery set due_at = now() - interval '1 second' where key = $1", [key]);
  expect(await claimNextLook(db, key, 60_000)).toBe(true);
});
