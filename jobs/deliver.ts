import { z } from "zod";
import { cardMessage } from "../blocks/card.ts";
import { draftMessages } from "../blocks/draft.ts";
import type { Message } from "../blocks/elements.ts";
import { endMessage, resumedMessage } from "../blocks/end.ts";
import type { TaskFacts } from "../blocks/facts.ts";
import { section } from "../blocks/elements.ts";
import { TaskId } from "../src/domain/ids.ts";
import { isUnderWay, type Task } from "../src/domain/task.ts";
import { defineJob } from "../src/queue/job.ts";
import type { Send } from "../src/queue/queue.ts";
import { openDirect } from "../src/slack/people.ts";
import type { Slack } from "../src/slack/slack.ts";
import type { Database } from "../src/store/database.ts";
import {
  claimNextLook,
  type Delivery,
  ensureDelivery,
  listDeliveries,
  markUnresolved,
} from "../src/store/deliveries.ts";
import { getTask, moveTask, setThread } from "../src/store/tasks.ts";
import { loadFacts } from "./facts.ts";
import { show, type Showing } from "./show.ts";

export type DeliverDeps = {
  readonly db: Database;
  readonly send: Send;
  readonly slackOf: (team: string) => Promise<Slack>;
  readonly log: (event: string, fields: Record<string, string | number>) => void;
};

/** A card under way changes at most this often: Slack throttles edits, and people cannot read faster. In milliseconds. */
const cardEveryMs = 3_000;

/**
 * Makes the thread show what the rows say. Late, doubled and reordered runs are harmless: each compares and changes only
 * what differs. Sent after every change with the task's id as key, so that two never work on the same thread.
 */
export const deliver = defineJob({
  queue: "deliver",
  payload: z.object({ taskId: TaskId }),
  options: { retryLimit: 12, retryDelaySeconds: 2, expireSeconds: 60, policy: "one_at_a_time" },

  async work({ taskId }, deps: DeliverDeps) {
    const task = await getTask(deps.db, taskId);
    const slack = await deps.slackOf(task.thread.team);
    if (!(await showCard(deps, slack, task))) return;
    await showRest(deps, slack, taskId);
  },
});

/** The card comes first: where a command was typed it opens the thread in which all else is said. */
async function showCard(deps: DeliverDeps, slack: Slack, { id }: Task): Promise<boolean> {
  const facts = await loadFacts(deps.db, id);
  const { task } = facts;
  const delivery = await ensure(deps, task, `${id}:card`, null);
  const wait = cardEveryMs - (delivery.shownForMs ?? cardEveryMs);
  if (delivery.state === "sent" && isUnderWay(task.state) && wait > 0) {
    await lookAgain(deps, delivery, task, wait);
    return true;
  }
  const showing = await show({ ...slack, db: deps.db }, delivery, cardMessage(facts));
  if (showing.result === "shown" && showing.ts !== null) await setThread(deps.db, id, showing.ts);
  if (showing.result === "refused" && delivery.ts === null) {
    await moveToDirect(deps, slack, task, showing.code);
    return false;
  }
  await follow(deps, delivery, task, showing);
  return (await getTask(deps.db, id)).thread.ts !== null;
}

/** Drafts, the end, and what was said to people; in the order in which they came to be. */
async function showRest(deps: DeliverDeps, slack: Slack, id: TaskId): Promise<void> {
  const facts = await loadFacts(deps.db, id);
  const known = await listDeliveries(deps.db, id);
  for (const { key, message } of messagesOf(facts, known)) {
    const body = known.find((row) => row.key === key)?.body ?? null;
    const delivery = await ensure(deps, facts.task, key, body);
    const showing = await show({ ...slack, db: deps.db }, delivery, message);
    await follow(deps, delivery, facts.task, showing);
    // A later part before an earlier one would read as nonsense.
    if (showing.result === "later") return;
  }
}

function messagesOf(
  facts: TaskFacts,
  known: readonly Delivery[],
): readonly { key: string; message: Message }[] {
  const { task, drafts } = facts;
  const said = known.flatMap(({ key, body }) =>
    body === null ? [] : [{ key, message: { text: body.text, blocks: [section(body.text)] } }],
  );
  const draftParts = drafts.flatMap((draft) =>
    draftMessages(task, draft).map((message, part) => ({
      key: `${task.id}:draft:${draft.revision}:${part}`,
      message,
    })),
  );
  const end = endMessage(facts);
  const endKey = `${task.id}:end:${task.epoch}`;
  const resumed = known
    .filter(({ key }) => key.startsWith(`${task.id}:end:`) && key !== endKey)
    .map(({ key }) => ({ key, message: resumedMessage(task) }));
  return [...said, ...draftParts, ...resumed, ...(end ? [{ key: endKey, message: end }] : [])];
}

const ensure = (deps: DeliverDeps, task: Task, key: string, body: Delivery["body"]) =>
  ensureDelivery(deps.db, {
    key,
    taskId: task.id,
    team: task.thread.team,
    channel: task.thread.channel,
    threadTs: task.thread.ts,
    body,
  });

async function follow(
  deps: DeliverDeps,
  delivery: Delivery,
  task: Task,
  showing: Showing,
): Promise<void> {
  if (showing.result === "later") return lookAgain(deps, delivery, task, showing.afterMs);
  if (showing.result === "shown") return;
  if (showing.result === "refused") {
    // Deleted by a person, or the place is closed: not posted again, and never silently forgotten.
    await markUnresolved(deps.db, delivery.key, `Slack refused this message (${showing.code}).`);
  }
  deps.log("message unresolved", {
    task: task.number,
    message: delivery.key,
    ...(showing.result === "refused" && { code: showing.code }),
  });
}

async function lookAgain(
  { db, send }: DeliverDeps,
  delivery: Delivery,
  task: Task,
  afterMs: number,
): Promise<void> {
  await db.transaction(async (tx) => {
    if (!(await claimNextLook(tx, delivery.key, afterMs))) return;
    const afterSeconds = Math.ceil(afterMs / 1_000);
    await send(tx, deliver, { taskId: task.id }, { afterSeconds, key: task.id });
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
  "cannot_reply_to_message",
]);

/** Where we may not post, the answer goes to the requester directly, and says so. */
async function moveToDirect(
  deps: DeliverDeps,
  slack: Slack,
  task: Task,
  code: string,
): Promise<void> {
  deps.log("cannot post there", { task: task.number, code });
  if (!notOurs.has(code) || task.movedFrom !== null) {
    await markUnresolved(deps.db, `${task.id}:card`, `Slack refused this message (${code}).`);
    return;
  }
  const direct = await openDirect(slack.call, task.requester);
  await deps.db.transaction(async (tx) => {
    await moveTask(tx, task.id, direct);
    await deps.send(tx, deliver, { taskId: task.id }, { key: task.id });
  });
}
