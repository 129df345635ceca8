import { randomUUID } from "node:crypto";
import { expect, test } from "vitest";
import { TaskId, UserId } from "../../src/domain/ids.ts";
import {
  admitWaiting,
  awaitSlot,
  type Bounds,
  countAhead,
  listStuck,
} from "../../src/store/admission.ts";
import type { Database } from "../../src/store/database.ts";
import { enterWorker, lockWorker } from "../../src/store/leases.ts";
import { openSession } from "../../src/store/session.ts";
import { openTask } from "../../src/store/openings.ts";
import { changeTask } from "../../src/store/tasks.ts";
import { at, openStore, opening } from "./ground.ts";

const wide: Bounds = { perPerson: 100, perWorkspace: 100 };

/** A store with one living worker that takes so many runs, and a way to ask. */
async function openDoor(runs: number) {
  const db = await openStore();
  const session = await openSession(db.url);
  await lockWorker(session, await enterWorker(db, runs));
  return {
    db,
    session,
    ask: (who: string, options: { team?: string; lane?: string; waits?: boolean } = {}) =>
      ask(db, who, options),
    admit: (bounds: Bounds = wide) => db.transaction((tx) => admitWaiting(tx, bounds)),
    async [Symbol.asyncDispose]() {
      await session[Symbol.asyncDispose]();
      await db[Symbol.asyncDispose]();
    },
  };
}

async function ask(
  db: Database,
  who: string,
  {
    team = "T1",
    lane = "interactive",
    waits = true,
  }: { team?: string; lane?: string; waits?: boolean },
): Promise<TaskId> {
  const id = TaskId.parse(randomUUID());
  await openTask(db, [`event:${id}`], { ...opening(team), id, requester: UserId.parse(who) });
  await db.query("update task set lane = $2 where id = $1", [id, lane]);
  if (waits) await db.transaction((tx) => awaitSlot(tx, id));
  return id;
}

const idsOf = (admitted: readonly { taskId: TaskId }[]) =>
  new Set(admitted.map(({ taskId }) => taskId));

test("as many runs get a slot as living workers take, and not one more", async () => {
  await using door = await openDoor(3);
  for (let n = 0; n < 5; n++) await door.ask(`U${n}`);
  expect(await door.admit()).toHaveLength(3);
  expect(await door.admit()).toHaveLength(0);
});

test("a worker counts for as long as its session lives", async () => {
  await using door = await openDoor(3);
  await door.ask("UA");
  await door.session[Symbol.asyncDispose]();
  const locks =
    "select from pg_locks where locktype = 'advisory' and database = (select oid from pg_database where datname = current_database())";
  await expect.poll(async () => (await door.db.query(locks)).rowCount).toBe(0);
  expect(await door.admit()).toHaveLength(0);
});

test("of a hundred transactions at once no bound is overstepped", async () => {
  await using door = await openDoor(100);
  for (let n = 0; n < 30; n++) await door.ask(n % 2 === 0 ? "UA" : `U${n}`);
  const rounds = Array.from({ length: 100 }, () => door.admit({ perPerson: 4, perWorkspace: 9 }));
  const admitted = (await Promise.all(rounds)).flat();
  expect(admitted).toHaveLength(9);
  const { rows } = await door.db.query<{ runs: number }>(
    "select count(*)::int as runs from task where requester = 'UA' and admitted_at is not null",
  );
  expect(rows[0]?.runs).toBeLessThanOrEqual(4);
});

test("one person's hundred tasks delay another person's one by no slot but the next", async () => {
  await using door = await openDoor(2);
  for (let n = 0; n < 100; n++) await door.ask("UMANY");
  await door.admit();
  const one = await door.ask("UONE");
  expect(await countAhead(door.db, one)).toBe(0);
  expect(await door.admit()).toHaveLength(0);

  await door.db.query(
    "update task set admitted_at = null, waits_since = null where id in (select id from task where admitted_at is not null limit 1)",
  );
  expect(idsOf(await door.admit())).toEqual(new Set([one]));
});

test("people who wait go before schedules, and schedules before batches", async () => {
  await using door = await openDoor(3);
  const batch = await door.ask("UA", { lane: "batch" });
  const scheduled = await door.ask("UB", { lane: "scheduled" });
  const [first, second] = [await door.ask("UC"), await door.ask("UC")];
  expect(idsOf(await door.admit())).toEqual(new Set([first, second, scheduled]));
  expect(await countAhead(door.db, batch)).toBe(0);
});

test("a full workspace does not keep another one's run waiting", async () => {
  await using door = await openDoor(10);
  for (let n = 0; n < 5; n++) await door.ask(`U${n}`);
  const other = await door.ask("UX", { team: "T2" });
  const admitted = await door.admit({ perPerson: 5, perWorkspace: 2 });
  expect(admitted).toHaveLength(3);
  expect(idsOf(admitted)).toContain(other);
});

test("a run that ends, or is sent back, gives up its slot", async () => {
  await using door = await openDoor(1);
  const first = await door.ask("UA");
  const second = await door.ask("UB");
  expect(idsOf(await door.admit())).toEqual(new Set([first]));
  await door.db.transaction((tx) =>
    changeTask(tx, first, { type: "stop", by: UserId.parse("UA"), at }),
  );
  expect(idsOf(await door.admit())).toEqual(new Set([second]));
});

test("a run is given a slot by others only after its first job has asked for one", async () => {
  await using door = await openDoor(5);
  await door.ask("UA", { waits: false });
  expect(await door.admit()).toHaveLength(0);
});

test("a task under way that no job is about is found among thousands that have one", async () => {
  await using door = await openDoor(5);
  const lost = await door.ask("UA");
  await door.admit();
  await door.db.query(
    `update task set admitted_at = now() - interval '1 minute', changed_at = now() - interval '1 minute'`,
  );
  await door.db.query(
    `insert into task (id, team, number, kind, origin, channel, requester, question, given, admitted_at, changed_at)
     select gen_random_uuid(), 'T3', n, 'research', 'command', 'C1', 'UB', 'q', '[]', now() - interval '1 hour', now() - interval '1 hour'
     from generate_series(1, 5000) n`,
  );
  await door.db.query(
    `insert into pgboss.job (name, data, state, policy)
     select 'gather', jsonb_build_object('taskId', id), 'active', 'standard' from task where team = 'T3'`,
  );
  const stuck = await door.db.transaction((tx) => listStuck(tx, 3));
  expect(stuck).toEqual([{ taskId: lost, revision: 1, epoch: 0, phase: null }]);
});
