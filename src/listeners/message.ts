import type { App } from "@slack/bolt";
import { z } from "zod";
import { replies } from "../../blocks/replies.ts";
import { revise } from "../../jobs/revise.ts";
import { deliverTo } from "../../jobs/run.ts";
import { ChannelId, MessageTs, TeamId, UserId } from "../domain/ids.ts";
import { plainText } from "../domain/markup.ts";
import { addresses, type Remark, readRemark } from "../domain/remark.ts";
import { isUnderWay, type Task } from "../domain/task.ts";
import type { Sql } from "../store/database.ts";
import { ensureDelivery } from "../store/deliveries.ts";
import { receive } from "../store/inbox.ts";
import { addNote } from "../store/notes.ts";
import { findTaskInThread } from "../store/tasks.ts";
import { whisperTo } from "./button.ts";
import type { ListenerDeps } from "./deps.ts";
import { filesOf } from "./files.ts";
import { openRequest } from "./open.ts";
import { retryTask } from "./retry.ts";
import { stopTask } from "./stop.ts";

/** A message as a person wrote it; everything that is no such thing (edits, joins, other bots) does not parse. */
const Message = z.object({
  user: UserId,
  text: z.string().default(""),
  ts: MessageTs,
  thread_ts: MessageTs.optional(),
  channel: ChannelId,
  channel_type: z.string().optional(),
  bot_id: z.undefined().optional(),
  subtype: z.enum(["file_share", "thread_broadcast"]).optional(),
  files: z.unknown().optional(),
});
type Message = z.infer<typeof Message>;

type Said = {
  readonly team: TeamId;
  readonly botUser: string;
  readonly message: Message;
  readonly inboxKeys: readonly string[];
};

/**
 * Everything people say where we can hear it. Slack tells of a mention twice (`app_mention` and `message`, each with its
 * own event id) and may tell again: the message itself is the key, so whichever comes first is acted upon.
 */
export function onMessages(app: App, deps: ListenerDeps): void {
  const hear = async (
    event: unknown,
    body: { team_id: string; event_id: string },
    bot?: string,
  ) => {
    const parsed = Message.safeParse(event);
    if (!parsed.success || bot === undefined || parsed.data.user === bot) return;
    const message = parsed.data;
    const team = TeamId.parse(body.team_id);
    const inboxKeys = [`event:${body.event_id}`, `message:${message.channel}:${message.ts}`];
    await listen(deps, { team, botUser: bot, message, inboxKeys });
  };
  app.event("app_mention", ({ event, body, context }) => hear(event, body, context.botUserId));
  app.event("message", ({ event, body, context }) => hear(event, body, context.botUserId));
}

/** A reply in a task's thread is about that task; a mention or a direct message is a request; the rest is not for us. */
async function listen(deps: ListenerDeps, said: Said): Promise<void> {
  const { message, team, botUser } = said;
  const { channel, thread_ts: ts } = message;
  const task = ts && (await findTaskInThread(deps.db, { team, channel, ts }));
  const mentioned = message.text.includes(`<@${botUser}>`) || message.channel_type === "im";
  if (task) {
    const byRequester = message.user === task.requester;
    const text = plainText(message.text.replaceAll(`<@${botUser}>`, " ")).trim();
    const remark = readRemark(text, task.state);
    if (remark !== "request" && addresses(remark, { mentioned, byRequester })) {
      return answerRemark(deps, said, task, remark);
    }
  }
  if (mentioned) await open(deps, said);
}

async function open(deps: ListenerDeps, said: Said): Promise<void> {
  const { team, message, botUser, inboxKeys } = said;
  const threadTs = message.thread_ts ?? message.ts;
  const direct = message.channel_type === "im";
  const opened = await openRequest(deps, {
    team,
    inboxKeys,
    origin: direct ? "direct" : "mention",
    thread: { team, channel: message.channel, ts: threadTs },
    requester: message.user,
    raw: {
      command: null,
      text: message.text,
      botUser,
      channel: message.channel,
      // Outside a thread there is nothing around the message to work from.
      threadTs: message.thread_ts ?? null,
      files: filesOf(message),
      now: deps.now(),
    },
  });
  if (opened.result !== "problem") return;
  const text = replies.problem(opened.problem, null);
  await deps.db.transaction(async (tx) => {
    if (await receive(tx, team, inboxKeys)) await whisperTo(deps, whoOf(said), text);
  });
}

const whoOf = ({ team, message }: Said) => ({
  user: message.user,
  team,
  stranger: false,
  place: { channel: message.channel, threadTs: message.thread_ts ?? null },
});

/** Acts on what was said about a task, once per message. */
async function answerRemark(
  deps: ListenerDeps,
  said: Said,
  task: Task,
  remark: Exclude<Remark, "request">,
): Promise<void> {
  const { team, message, inboxKeys } = said;
  const by = message.user;
  if (remark === "courtesy") return;
  if (remark === "stop" || remark === "retry") {
    // Both are harmless to repeat: the second time finds the task where the first one brought it.
    const place = { channel: message.channel, threadTs: message.thread_ts ?? null };
    const words =
      remark === "stop" ? await stopTask(deps, task, by, place) : await retryTask(deps, task, by);
    if (words !== replies.stopped(task)) await whisperTo(deps, whoOf(said), words);
    return;
  }
  const { db, send, now } = deps;
  await db.transaction(async (tx) => {
    if (!(await receive(tx, team, inboxKeys))) return;
    if (remark === "note" && isUnderWay(task.state)) {
      await addNote(tx, task.id, { by, text: message.text, at: now() });
      await sayInThread(tx, task, message.ts, replies.noted(task));
    } else {
      const { id, revision } = task;
      const asked = { id, revision, by, feedback: message.text, at: now() };
      const outcome = await revise(tx, send, asked);
      const text =
        typeof outcome === "string" ? replies.refusal(outcome, task) : replies.revising(outcome);
      await sayInThread(tx, task, message.ts, text);
    }
    await deliverTo(send, tx, task.id);
  });
}

/** An answer for all to see, as a message of the task's own. */
const sayInThread = (tx: Sql, task: Task, answerTo: string, text: string) =>
  ensureDelivery(tx, {
    key: `${task.id}:said:${answerTo}`,
    taskId: task.id,
    team: task.thread.team,
    channel: task.thread.channel,
    threadTs: task.thread.ts,
    body: { text },
  });
