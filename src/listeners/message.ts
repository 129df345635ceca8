import type { App } from "@slack/bolt";
import { replies } from "../../blocks/replies.ts";
import { TeamId } from "../domain/ids.ts";
import { addresses, asksAnew, readAside, readRemark } from "../domain/remark.ts";
import { isOpen, type Task } from "../domain/task.ts";
import { receive } from "../store/inbox.ts";
import { findTaskInThread } from "../store/tasks.ts";
import { answerAside } from "./aside.ts";
import { whisperIn } from "./button.ts";
import { correctRequest, readChanged } from "./correct.ts";
import type { ListenerDeps } from "./deps.ts";
import { filesOf } from "./files.ts";
import { openRequest } from "./open.ts";
import { answerRemark } from "./remark.ts";
import { readSaid, type Said } from "./said.ts";

/**
 * Everything people say where we can hear it. Slack tells of a mention twice (`app_mention` and `message`, each with its
 * own event id) and may tell again: the message itself is the key, so whichever comes first is acted upon. A request that is
 * edited is corrected.
 */
export function onMessages(app: App, deps: ListenerDeps): void {
  const hear = async (
    event: unknown,
    body: { team_id: string; event_id: string },
    context: { teamId?: string; botUserId?: string },
  ) => {
    const team = TeamId.parse(context.teamId ?? body.team_id);
    const said = readSaid(event, { team, botUser: context.botUserId, eventId: body.event_id });
    if (said !== undefined) return listen(deps, said);
    const changed = readChanged(event, {
      team,
      botUser: context.botUserId,
      eventId: body.event_id,
    });
    if (changed !== undefined) await correctRequest(deps, changed);
  };
  app.event("app_mention", ({ event, body, context }) => hear(event, body, context));
  app.event("message", ({ event, body, context }) => hear(event, body, context));
}

/** A reply in a task's thread is about that task; a mention or a direct message is a request; the rest is not for us. */
async function listen(deps: ListenerDeps, said: Said): Promise<void> {
  const { message, who, mentioned } = said;
  const { channel, thread_ts: ts } = message;
  const task = ts && (await findTaskInThread(deps.db, { team: who.team, channel, ts }));
  const aboutTask = task ? isAbout(said, task) : false;
  if (!aboutTask && !mentioned) return;
  if (who.stranger) return whisperOnce(deps, said, replies.stranger);
  if (task && aboutTask) return answerRemark(deps, said, task);

  const aside = filesOf(message).length === 0 ? readAside(said.words) : undefined;
  if (aside !== undefined) return answerAside(deps, said, aside);
  await open(deps, said);
}

function isAbout({ message, mentioned, words, who }: Said, task: Task): boolean {
  const remark = readRemark(words, task.state);
  // Over a closed task people may well go on talking, and even say "stop" to each other.
  if (remark === "request" || (!mentioned && isClosed(task))) return false;
  // The thread of a conversation can hold more than one task: a new errand is not a wish about the last draft.
  if (mentioned && remark === "feedback" && asksAnew(words)) return false;
  const byRequester = who.user === task.requester;
  return addresses(remark, {
    mentioned,
    byRequester,
    toSomebodyElse: /^\s*<@/.test(message.text),
  });
}

const isClosed = ({ state }: Task): boolean =>
  !isOpen(state) && state.status !== "failed" && state.status !== "expired";

async function open(deps: ListenerDeps, said: Said): Promise<void> {
  const { who, message, botUser, inboxKeys } = said;
  const { channel } = message;
  const opened = await openRequest(deps, {
    team: who.team,
    inboxKeys,
    origin: message.channel_type === "im" ? "direct" : "mention",
    thread: { team: who.team, channel, ts: message.thread_ts ?? message.ts },
    requester: who.user,
    askedTs: message.ts,
    raw: {
      command: null,
      text: message.text,
      botUser,
      channel,
      // Outside a thread there is nothing around the message to work from.
      threadTs: message.thread_ts ?? null,
      files: filesOf(message),
      now: deps.now(),
    },
  });
  if (opened.result === "problem") {
    await whisperOnce(deps, said, replies.problem(opened.problem, null));
  }
}

/** However often Slack tells of the message. */
async function whisperOnce({ db, send }: ListenerDeps, said: Said, text: string): Promise<void> {
  await db.transaction(async (tx) => {
    if (await receive(tx, said.who.team, said.inboxKeys)) await whisperIn(tx, send, said.who, text);
  });
}
