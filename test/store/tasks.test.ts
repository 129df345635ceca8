import { afterAll, beforeAll, expect, test } from "vitest";
import { chainHash } from "../../src/domain/history.ts";
import type { Database } from "../../src/store/database.ts";
import { listHistory } from "../../src/store/history.ts";
import { receive } from "../../src/store/inbox.ts";
import { openTask } from "../../src/store/openings.ts";
import { changeTask, getTask } from "../../src/store/tasks.ts";
import { aTask, ada, at, grace, opening, openStore, toReview } from "./ground.ts";

let db: Database;
beforeAll(async () => {
  db = await openStore();
});
afterAll(() => db[Symbol.asyncDispose]());

const count = async (team: string): Promise<number> => {
  const { rows } = await db.query<{ tasks: number }>(
    "select count(*)::int as tasks from task where team = $1",
    [team],
  );
  return rows[0]?.tasks ?? 0;
};

test("a task is stored with its first run and the beginning of its history", async () => {
  const wanted = opening("TFIRST");
  expect(await openTask(db, ["a"], wanted)).toEqual({ number: 1 });

  const { id, question, given, thread } = wanted;
  expect(await getTask(db, id)).toMatchObject({
    question,
    given,
    thread,
    number: 1,
    revision: 1,
    epoch: 0,
    state: { status: "queued" },
    createdAt: at,
  });
  const { rows } = await db.query("select revision from run where task_id = $1", [id]);
  expect(rows).toEqual([{ revision: 1 }]);
  expect(await listHistory(db, id)).toMatchObject([
    { position: 1, event: { type: "open", by: ada }, statusBefore: "new", statusAfter: "queued" },
  ]);
});

test("what Slack delivers eight times at once opens one task", async () => {
  const opened = await Promise.all(
    Array.from({ length: 8 }, () =>
      db.transaction((tx) => openTask(tx, ["event:1", "message:C1:1.1"], opening("TTWICE"))),
    ),
  );
  expect(opened.filter(Boolean)).toHaveLength(1);
  expect(await count("TTWICE")).toBe(1);
});

test("the twin of a mention shares only one of its keys, and opens nothing", async () => {
  await openTask(db, ["event:1", "message:C1:1.1"], opening("TTWIN"));
  expect(await openTask(db, ["event:2", "message:C1:1.1"], opening("TTWIN"))).toBeUndefined();
  expect(await receive(db, opening("TTWIN").thread.team, ["message:C1:1.1"])).toBe(false);
  expect(await openTask(db, ["event:3", "message:C1:1.2"], opening("TTWIN"))).toBeDefined();
  expect(await openTask(db, ["event:3", "message:C1:1.2"], opening("TOTHER"))).toBeDefined();
});

test("an opening that is rolled back leaves nothing, and can be tried again", async () => {
  const failing = db.transaction(async (tx) => {
    await openTask(tx, ["event:1"], opening("TROLL"));
    throw new Error("the queue was away");
  });
  await expect(failing).rejects.toThrow("the queue was away");
  expect(await count("TROLL")).toBe(0);
  expect(await openTask(db, ["event:1"], opening("TROLL"))).toBeDefined();
});

test("each workspace counts its own tasks, also when the first ones come at once", async () => {
  const numbers = await Promise.all(
    ["TA", "TB", "tb", "T'quote"].flatMap((team) =>
      Array.from({ length: 6 }, async (_, n) => {
        const wanted = { ...opening(), thread: { ...opening().thread } };
        Object.assign(wanted.thread, { team });
        return { team, number: (await openTask(db, [`event:${n}`], wanted))?.number };
      }),
    ),
  );
  for (const team of ["TA", "TB", "tb", "T'quote"]) {
    const own = numbers.filter((each) => each.team === team).map(({ number }) => number);
    expect(new Set(own).size).toBe(6);
    expect(own).toContain(1);
  }
});

test("of eight approvals at once one is applied, and each of the others is told why not", async () => {
  const { id } = await aTask(db, ...toReview);
  const outcomes = await Promise.all(
    Array.from({ length: 8 }, (_, n) => {
      const by = n % 2 === 0 ? ada : grace;
      const event = { type: "approve", revision: 1, hash: "h", by, at } as const;
      return db.transaction((tx) => changeTask(tx, id, event));
    }),
  );
  expect(outcomes.filter((outcome) => typeof outcome !== "string")).toHaveLength(1);
  expect(outcomes.filter((outcome) => outcome === "already_closed")).toHaveLength(7);
  const approvals = (await listHistory(db, id)).filter(({ event }) => event.type === "approve");
  expect(approvals).toHaveLength(1);
});

test("approve, revise and stop at once: the one that comes first decides what the others meet", async () => {
  const { id } = await aTask(db, ...toReview);
  const outcomes = await Promise.all([
    db.transaction((tx) =>
      changeTask(tx, id, { type: "approve", revision: 1, hash: "h", by: ada, at }),
    ),
    db.transaction((tx) => changeTask(tx, id, { type: "discard", revision: 1, by: grace, at })),
    db.transaction((tx) => changeTask(tx, id, { type: "expire", revision: 1, at })),
  ]);
  expect(outcomes.filter((outcome) => typeof outcome !== "string")).toHaveLength(1);
});

const brokenAt = async (id: Parameters<typeof listHistory>[1]): Promise<number> => {
  const links = await listHistory(db, id);
  return links.findIndex(
    ({ hash, ...entry }, n) => hash !== chainHash(links[n - 1]?.hash ?? "", entry),
  );
};

const secrets = { options: ["secret", "open"], default: "secret", until: at };

test("the history of a whole life holds, keeps no text, and shows where it was tampered with", async () => {
  const { id } = await aTask(
    db,
    { type: "advance", revision: 1, phase: "plan", at },
    { type: "ask", revision: 1, question: "Which checkout, the secret one?", choice: secrets, at },
    { type: "answer", by: ada, at },
    { type: "rescope", revision: 1, by: ada, at },
    { type: "fail", revision: 1, reason: "The secret page was away.", at },
    { type: "retry", by: ada, at: new Date(at.getTime() + 1) },
    { type: "advance", revision: 1, phase: "plan", at },
    { type: "submit", revision: 1, at },
    { type: "revise", revision: 1, by: grace, at },
  );
  expect(await brokenAt(id)).toBe(-1);
  const kept = await listHistory(db, id);
  expect(kept.map(({ event }) => event.type)).toEqual([
    "open",
    "advance",
    "ask",
    "answer",
    "rescope",
    "fail",
    "retry",
    "advance",
    "submit",
    "revise",
  ]);
  expect(JSON.stringify(kept)).not.toContain("secret");

  await db.query(
    `update history set event = '{"type":"retry","by":"UGRACE"}' where task_id = $1 and position = 7`,
    [id],
  );
  expect(await brokenAt(id)).toBe(6);
});

test("a refused event leaves no trace", async () => {
  const task = await aTask(db);
  const refused = await db.transaction((tx) =>
    changeTask(tx, task.id, { type: "submit", revision: 1, at }),
  );
  expect(refused).toBe("not_running");
  expect(await getTask(db, task.id)).toEqual(task);
  expect(await listHistory(db, task.id)).toHaveLength(1);
});
