import { randomUUID } from "node:crypto";
import { dead } from "../../jobs/dead.ts";
import { deliver } from "../../jobs/deliver.ts";
import { engineContext } from "../../jobs/run.ts";
import { defaultLimits } from "../../src/domain/budget.ts";
import { ChannelId, TaskId, TeamId, UserId } from "../../src/domain/ids.ts";
import { openQueue, type Queue } from "../../src/queue/queue.ts";
import { type Database, openDatabase } from "../../src/store/database.ts";
import { takePart } from "../../src/store/fence.ts";
import { openTask } from "../../src/store/openings.ts";
import { quantile } from "./figures.ts";
import type { Ground } from "./ground.ts";
import { ms, table, times } from "./table.ts";

/**
 * What it costs in time to pay for a call safely and to tell people of it, beside two commits of one row each, which is the
 * least that can do it.
 */
export async function pay(ground: Ground, calls: number): Promise<string> {
  const url = await ground.migrated("pay");
  await using db = openDatabase({
    connectionString: url,
    connectionsMax: 10,
    connectTimeoutMs: 5_000,
    statementTimeoutMs: 10_000,
  });
  await db.query("create table bare (n int primary key, text text)");
  await using queue = await openQueue({ connectionString: url, jobs: [deliver, dead], ...quiet });
  const machinery = await openMachinery(db, queue);
  const paid: number[] = [];
  const bare: number[] = [];
  // By turns, so that both meet the same machine; the first ones open connections and plan statements.
  for (let n = -warmUp; n < calls; n++) {
    const one = await timed(() => machinery(n));
    const other = await timed(() => twoCommits(db, n));
    if (n >= 0) paid.push(one);
    if (n >= 0) bare.push(other);
  }
  return [
    `What ${calls} paid calls take beside the calls themselves: intent and reservation before, answer, booking and the card's next look after.`,
    "",
    table(
      ["", "p50", "p90", "p99"],
      [row("paying for a call", paid), row("two commits of one row", bare)],
    ),
    "",
    `${times(quantile(paid, 0.5) / quantile(bare, 0.5))} of the least at p50.`,
  ].join("\n");
}

const row = (name: string, values: readonly number[]) => [
  name,
  ...[0.5, 0.9, 0.99].map((q) => ms(quantile(values, q))),
];

const warmUp = 30;
const readNothing = async () => ({ sources: [], notes: [] });
const quiet = { log: () => {}, drainMs: 1_000 };

async function timed(work: () => Promise<unknown>): Promise<number> {
  const from = performance.now();
  await work();
  return performance.now() - from;
}

/** One part of one run, as a worker has it, and a call that takes no time. */
async function openMachinery(
  db: Database,
  { send, hurry }: Queue,
): Promise<(n: number) => Promise<unknown>> {
  const id = TaskId.parse(randomUUID());
  const thread = { team: TeamId.parse("T1"), channel: ChannelId.parse("C1"), ts: null };
  await openTask(db, [id], {
    id,
    thread,
    kind: "research",
    origin: "command",
    question: "Why?",
    given: [],
    requester: UserId.parse("U1"),
    createdAt: new Date(),
  });
  const fence = await takePart(db, { taskId: id, revision: 1, epoch: 0 }, "gather:1");
  if (fence === undefined) throw new Error("the part could not be taken");
  const budget = { ...defaultLimits, task: 1_000 };
  const { signal } = new AbortController();
  const context = engineContext({ db, send, hurry, budget }, readNothing, { fence, signal });
  const output = JSON.stringify({ content: [{ type: "text", text: "words ".repeat(500) }] });
  return (n) =>
    context.pay({
      name: `call:${n}`,
      hash: "0".repeat(64),
      model: "model",
      worstUsd: 0.05,
      share: "work",
      work: async () => ({ output, usd: 0.0001, usage: "{}", requestId: `r${n}` }),
      isUnpaid: () => false,
    });
}

async function twoCommits(db: Database, n: number): Promise<void> {
  await db.query("insert into bare (n) values ($1)", [n]);
  await db.query("update bare set text = $2 where n = $1", [n, "words ".repeat(500)]);
}
