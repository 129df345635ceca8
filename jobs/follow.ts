import { z } from "zod";
import { TaskId } from "../src/domain/ids.ts";
import type { Task } from "../src/domain/task.ts";
import type { Send } from "../src/queue/queue.ts";
import { openDirect } from "../src/slack/people.ts";
import type { Slack } from "../src/slack/slack.ts";
import type { Database } from "../src/store/database.ts";
import { claimNextLook, type Delivery, markUnresolved } from "../src/store/deliveries.ts";
import { moveTask } from "../src/store/tasks.ts";
import type { Showing } from "./show.ts";

/** Where threads are made equal to the rows. What comes after one look sends here too, so it stands apart from its job. */
export const deliverQueue = { queue: "deliver", payload: z.object({ taskId: TaskId }) };

/** The delivery that every task has from its first look on. */
export const cardKey = (id: TaskId): string => `${id}:card`;

export type FollowDeps = {
  readonly db: Database;
  readonly send: Send;
  readonly log: (event: string, fields: Record<string, string | number>) => void;
};

/** Does what is left to do after an attempt to show a message: looks again later, or says what could not be said. */
export async function follow(
  deps: FollowDeps,
  delivery: Delivery,
  task: Task,
  showing: Showing,
): Promise<void> {
  switch (showing.result) {
    case "shown":
    case "unclear":
      return;
    case "overtaken":
      return lookAgain(deps, delivery, task, 0);
    case "later":
      return lookAgain(deps, delivery, task, showing.afterMs);
    case "unresolved":
      return giveUp(deps, delivery, task, showing.problem);
    case "refused":
      // Deleted by a person, or the place is closed: not posted again, and never silently forgotten.
      return giveUp(deps, delivery, task, `Slack refused this message (${showing.code}).`);
    default:
      return showing satisfies never;
  }
}

/** One more look in a while, however many ask for it. */
export async function lookAgain(
  { db, send }: FollowDeps,
  delivery: Delivery,
  task: Task,
  afterMs: number,
): Promise<void> {
  await db.transaction(async (tx) => {
    if (!(await claimNextLook(tx, delivery.key, afterMs))) return;
    const afterSeconds = Math.ceil(afterMs / 1_000);
    await send(tx, deliverQueue, { taskId: task.id }, { afterSeconds, key: task.id });
  });
}

/** Tells the operator in the log and people on the card, once. */
async function giveUp(
  { db, send, log }: FollowDeps,
  { key }: Delivery,
  task: Task,
  problem: string,
): Promise<void> {
  await db.transaction(async (tx) => {
    if (!(await markUnresolved(tx, key, problem))) return;
    log("message unresolved", { task: task.number, message: key, problem });
    await send(tx, deliverQueue, { taskId: task.id }, { key: task.id });
  });
}

const notOurs = new Set([
  "not_in_channel",
  "channel_not_found",
  "is_archived",
  "restricted_action",
  "restricted_action_read_only_channel",
  "restricted_action_thread_only_channel",
  "restricted_action_non_threadable_channel",
  "thread_not_found",
  "message_not_found",
  "cannot_reply_to_message",
]);

/**
 * Whether a message that was never posted is owed to the requester elsewhere: we may not speak here, or a whole thread hangs on
 * a card of which nobody knows whether it is there.
 */
export function mustMove(task: Task, delivery: Delivery, showing: Showing): boolean {
  if (task.movedFrom !== null || delivery.ts !== null) return false;
  if (showing.result === "refused") return notOurs.has(showing.code);
  return showing.result === "unresolved" && task.thread.ts === null;
}

/** From now on the requester is answered directly, and told why. */
export async function moveToDirect(
  { db, send, log }: FollowDeps,
  slack: Slack,
  task: Task,
  { key }: Delivery,
  showing: Showing,
): Promise<void> {
  const code = showing.result === "refused" ? showing.code : showing.result;
  log("cannot post there", { task: task.number, code });
  const direct = await openDirect(slack.call, task.requester);
  await db.transaction(async (tx) => {
    // It may be there after all, so it does not come along; what was refused does.
    if (showing.result === "unresolved") await markUnresolved(tx, key, showing.problem);
    await moveTask(tx, task.id, direct);
    await send(tx, deliverQueue, { taskId: task.id }, { key: task.id });
  });
}
