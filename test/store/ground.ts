import { randomUUID } from "node:crypto";
import { ChannelId, TaskId, TeamId, UserId } from "../../src/domain/ids.ts";
import type { Task, TaskEvent } from "../../src/domain/task.ts";
import { type Database, openDatabase } from "../../src/store/database.ts";
import { openTask } from "../../src/store/openings.ts";
import { changeTask, getTask } from "../../src/store/tasks.ts";
import { temporaryDatabase } from "../support/postgres.ts";

export const at = new Date("2026-11-02T09:00:00Z");
export const ada = UserId.parse("UADA");
export const grace = UserId.parse("UGRACE");

/** A database of one's own, with the pool that the app would use. */
export async function openStore(): Promise<Database & { url: string }> {
  await using opening = new AsyncDisposableStack();
  const { url } = opening.use(await temporaryDatabase());
  const db = opening.use(
    openDatabase({
      connectionString: url,
      connectionsMax: 10,
      connectTimeoutMs: 10_000,
      statementTimeoutMs: 10_000,
    }),
  );
  const opened = opening.move();
  return Object.assign(db, { url, [Symbol.asyncDispose]: () => opened.disposeAsync() });
}

export const opening = (team = "T1") => ({
  id: TaskId.parse(randomUUID()),
  kind: "research" as const,
  origin: "command" as const,
  thread: { team: TeamId.parse(team), channel: ChannelId.parse("C1"), ts: null },
  requester: ada,
  question: "Why is checkout slow?",
  given: [],
  createdAt: at,
});

/** A task of a new inbox key, led through `events`. */
export async function aTask(db: Database, ...events: readonly TaskEvent[]): Promise<Task> {
  const wanted = opening();
  await openTask(db, [`event:${wanted.id}`], wanted);
  for (const event of events) {
    const outcome = await db.transaction((tx) => changeTask(tx, wanted.id, event));
    if (typeof outcome === "string") throw new Error(`${event.type} was refused: ${outcome}`);
  }
  return getTask(db, wanted.id);
}

/** What leads a first run to review. */
export const toReview: readonly TaskEvent[] = [
  { type: "advance", revision: 1, phase: "plan", at },
  { type: "submit", revision: 1, at },
];
