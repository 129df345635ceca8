import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, expect, test } from "vitest";
import { Phase, type Status, TaskState, transition } from "../../src/domain/task.ts";
import type { Database } from "../../src/store/database.ts";
import { aTask as domainTask, events, states } from "../domain/tasks.ts";
import { openStore } from "./ground.ts";

let db: Database;
beforeAll(async () => {
  db = await openStore();
});
afterAll(() => db[Symbol.asyncDispose]());

/** Every pair of states that the domain's law can lead through. */
function pairsOfTheDomain(): ReadonlySet<string> {
  const phased = Phase.options.map((phase) => ({ status: "running", phase }) as const);
  const before = [...states, ...phased];
  const pairs = before.flatMap((state) =>
    events.flatMap((event) => {
      const after = transition(domainTask({ state }), event);
      return typeof after === "string" ? [] : [`${state.status} → ${after.state.status}`];
    }),
  );
  return new Set(["new → queued", ...pairs]);
}

test("the table knows exactly the changes that the domain can make", async () => {
  const { rows } = await db.query<{ pair: string }>(
    "select status_before || ' → ' || status_after as pair from status_change",
  );
  const pairs = pairsOfTheDomain();
  expect(new Set(rows.map(({ pair }) => pair))).toEqual(pairs);
  expect(pairs.size).toBeGreaterThan(15);
});

/** A task row in any state, as a restored backup would bring it. */
async function insert(state: object, row: { question?: string; revision?: number } = {}) {
  const id = randomUUID();
  await db.query(
    `insert into task (id, team, number, kind, origin, channel, requester, question, given, state, revision, epoch)
     values ($1, 'T1', next_task_number('T1'), 'research', 'command', 'C1', 'U1', $2, '[]', $3, $4, 3)`,
    [id, row.question ?? "Why?", JSON.stringify(state), row.revision ?? 2],
  );
  return id;
}

const refused = { code: "23514" }; // check_violation

test("the table refuses every change that the domain would not make", async () => {
  const lawful = pairsOfTheDomain();
  const done = new Set<string>();
  for (const before of states) {
    for (const after of states) {
      const id = await insert(before);
      const pair = `${before.status} → ${after.status}`;
      const change = db.query("update task set state = $2 where id = $1", [
        id,
        JSON.stringify(after),
      ]);
      await change.then(
        () => done.add(pair),
        (error: unknown) => expect(error).toMatchObject(refused),
      );
    }
  }
  expect(new Set(["new → queued", ...done])).toEqual(lawful);
});

test("every state of the domain can be stored, and is read back as it was", async () => {
  for (const state of states) {
    const id = await insert(state);
    const { rows } = await db.query<{ state: unknown; status: Status }>(
      "select state, status from task where id = $1",
      [id],
    );
    expect(TaskState.parse(rows[0]?.state)).toEqual(state);
    expect(rows[0]?.status).toBe(state.status);
  }
});

test.each([
  ["a revision that falls", "revision = 1"],
  ["a revision that jumps", "revision = 4"],
  ["an epoch that falls", "epoch = 2"],
  ["an epoch that falls while the state moves on", `epoch = 0, state = '{"status":"cancelled"}'`],
])("%s is refused", async (_what, change) => {
  const id = await insert({ status: "queued" });
  await expect(db.query(`update task set ${change} where id = '${id}'`)).rejects.toMatchObject(
    refused,
  );
});

test.each([
  ["an unknown status", { status: "lost" }],
  ["no status", {}],
  ["a run without a phase", { status: "running" }],
  ["an unknown phase", { status: "running", phase: "think" }],
  ["a phase of what does not run", { status: "queued", phase: "plan" }],
  ["an approval by nobody", { status: "approved", at: "2026-11-02" }],
  ["a failure without a reason", { status: "failed", at: "2026-11-02" }],
  ["a wait without a question", { status: "waiting" }],
])("%s is no state", async (_what, state) => {
  await expect(insert(state)).rejects.toMatchObject({ code: expect.stringMatching(/^23/) });
});

test("a task without a question, or with a revision of 0, is refused", async () => {
  await expect(insert({ status: "queued" }, { question: "" })).rejects.toMatchObject(refused);
  await expect(insert({ status: "queued" }, { revision: 0 })).rejects.toMatchObject(refused);
});

const id = "$1::uuid";

test.each([
  [
    "an approval without a hash",
    `decision (task_id, revision, type, by, at) values (${id}, 2, 'approve', 'U1', now())`,
  ],
  [
    "a revise without feedback",
    `decision (task_id, revision, type, by, at) values (${id}, 2, 'revise', 'U1', now())`,
  ],
  [
    "an approval of a text that never was",
    `decision (task_id, revision, type, by, at, hash) values (${id}, 2, 'approve', 'U1', now(), 'x')`,
  ],
  [
    "an unknown decision",
    `decision (task_id, revision, type, by, at) values (${id}, 2, 'shrug', 'U1', now())`,
  ],
  [
    "a finished step without output",
    `step (task_id, revision, name, status) values (${id}, 2, 'read', 'done')`,
  ],
  [
    "a step that was not finished but has output",
    `step (task_id, revision, name, status, output) values (${id}, 2, 'read', 'started', '1')`,
  ],
  [
    "a sent message without its place in Slack",
    `delivery (key, task_id, team, channel, state) values ('k', ${id}, 'T1', 'C1', 'sent')`,
  ],
  [
    "a message being sent since never",
    `delivery (key, task_id, team, channel, state) values ('k', ${id}, 'T1', 'C1', 'sending')`,
  ],
  [
    "a history of what cannot happen",
    `history values (${id}, 1, '{}', 'approved', 'queued', 1, now(), 'x')`,
  ],
  [
    "a draft of a run that never was",
    `draft (task_id, revision, body, hash) values (${id}, 9, '{}', 'x')`,
  ],
  [
    "a failed subtask that does not say why",
    `subtask (task_id, revision, number, title, body, status) values (${id}, 2, 1, 't', '{}', 'failed')`,
  ],
])("%s is refused", async (_what, row) => {
  const task = await insert({ status: "queued" });
  await db.query("insert into run (task_id, revision) values ($1, 2)", [task]);
  await expect(db.query(`insert into ${row}`, [task])).rejects.toMatchObject({
    code: expect.stringMatching(/^23/),
  });
});

test("a revision is decided once", async () => {
  const task = await insert({ status: "queued" });
  const decide = () =>
    db.query(
      "insert into decision (task_id, revision, type, by, at) values ($1, 2, 'discard', 'U1', now())",
      [task],
    );
  await decide();
  await expect(decide()).rejects.toMatchObject({ code: "23505" });
});
