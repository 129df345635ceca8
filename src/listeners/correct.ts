import { z } from "zod";
import { replies } from "../../blocks/replies.ts";
import { answerQuestion } from "../../jobs/answer.ts";
import { revise } from "../../jobs/revise.ts";
import { deliverTo } from "../../jobs/run.ts";
import { rescope } from "../../jobs/scope.ts";
import { ChannelId, MessageTs, type TeamId, UserId } from "../domain/ids.ts";
import { correctionOf, type ParsedRequest, parseRequest } from "../domain/request.ts";
import type { Task } from "../domain/task.ts";
import type { Sql } from "../store/database.ts";
import { receive } from "../store/inbox.ts";
import { findTaskAskedIn, lockTask, rewriteRequest } from "../store/tasks.ts";
import { whisperIn } from "./button.ts";
import type { ListenerDeps } from "./deps.ts";
import { filesOf } from "./files.ts";
import { sayInThread } from "./say.ts";

/** A message whose words its author has changed. */
const Event = z.object({
  subtype: z.literal("message_changed"),
  channel: ChannelId,
  ts: MessageTs,
  message: z.object({
    user: UserId,
    text: z.string(),
    ts: MessageTs,
    thread_ts: MessageTs.optional(),
    bot_id: z.undefined().optional(),
    files: z.unknown().optional(),
  }),
  previous_message: z.object({ text: z.string() }),
});

export type Changed = z.infer<typeof Event> & {
  readonly team: TeamId;
  readonly botUser: string;
  readonly inboxKeys: readonly string[];
};

/** Reads a `message` event; undefined for what is no change of words: a link that got its preview is none. */
export function readChanged(
  event: unknown,
  how: { team: TeamId; botUser: string | undefined; eventId: string },
): Changed | undefined {
  const parsed = Event.safeParse(event);
  const { team, botUser, eventId } = how;
  if (!parsed.success || botUser === undefined) return undefined;
  const { message, previous_message: before, channel, ts } = parsed.data;
  if (message.text === before.text || message.user === botUser) return undefined;
  const inboxKeys = [`event:${eventId}`, `changed:${channel}:${message.ts}:${ts}`];
  return { ...parsed.data, team, botUser, inboxKeys };
}

/** A changed request is a correction of its task, once per change; any other changed message is none of ours. */
export async function correctRequest(deps: ListenerDeps, changed: Changed): Promise<void> {
  const { team, channel, message, inboxKeys } = changed;
  const found = await findTaskAskedIn(deps.db, { team, channel, ts: message.ts });
  if (found === undefined) return;
  await deps.db.transaction(async (tx) => {
    if (!(await receive(tx, team, inboxKeys))) return;
    const task = await lockTask(tx, found.id);
    const request = parseRequest(rawOf(changed, deps.now()));
    const whispered =
      typeof request === "string"
        ? replies.problem(request, null)
        : await correct(tx, deps, { task, request, changed });
    if (whispered === undefined) return;
    const place = { channel, threadTs: message.thread_ts ?? message.ts };
    await whisperIn(tx, deps.send, { user: message.user, team, stranger: false, place }, whispered);
  });
}

const rawOf = ({ botUser, channel, message }: Changed, now: Date) => ({
  command: null,
  text: message.text,
  botUser,
  channel,
  // Once it is answered, a message is the first of its own thread: that is nothing to work from.
  threadTs: message.thread_ts === message.ts ? null : (message.thread_ts ?? null),
  files: filesOf(message),
  now,
});

type Correction = {
  readonly task: Task;
  readonly request: ParsedRequest;
  readonly changed: Changed;
};

/** Answers with what is only for whoever changed it. */
async function correct(
  tx: Sql,
  { send, now }: ListenerDeps,
  { task, request, changed }: Correction,
): Promise<string | undefined> {
  const { id, revision, state } = task;
  const by = changed.message.user;
  const at = now();
  const take = async (text: string) => {
    await rewriteRequest(tx, id, request);
    await sayInThread(tx, task, changed.ts, text);
    await deliverTo(send, tx, id);
    return undefined;
  };
  if (state.status === "queued" || state.status === "running") {
    const outcome = await rescope(tx, send, { id, revision, by, at });
    if (outcome === "too_often") return replies.changedTooOften(task);
    if (outcome === "known") return take(replies.corrected(task, null));
    if (typeof outcome === "string") return replies.refusal(outcome, task);
    return take(replies.corrected(outcome.task, outcome.kept));
  }
  if (state.status === "waiting" && state.choice !== undefined) {
    const outcome = await answerQuestion(tx, send, { id, by, answer: request.question, at });
    return typeof outcome === "string"
      ? replies.refusal(outcome, task)
      : take(replies.corrected(task, null));
  }
  if (state.status === "in_review" || state.status === "expired") {
    const feedback = correctionOf(request.question);
    const outcome = await revise(tx, send, { id, revision, by, feedback, at });
    return typeof outcome === "string"
      ? replies.refusal(outcome, task)
      : take(replies.revising(outcome));
  }
  return replies.correctedLate(task);
}
