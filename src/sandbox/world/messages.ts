import type { Message } from "../shapes.ts";
import { SlackFailure } from "../failure.ts";
import { messageKey, nextTs } from "./ids.ts";
import { clearStatus } from "./threads.ts";
import type { World } from "./world.ts";

/** How many messages are kept; far more than a demo or a scorecard writes. */
const messagesKept = 100_000;

/** What a new message needs; the rest (`ts`, `team`) is added. */
export type Draft = Omit<Message, "type" | "ts" | "team"> & { ts?: string };

/** Keeps a message, counts it on its parent, clears the thread's status line, and tells the feed. */
export function addMessage(world: World, draft: Draft): Message {
  const ts = draft.ts ?? nextTs(world);
  const message: Message = { ...draft, type: "message", team: world.identity.team.id, ts };
  world.messages.set(messageKey(message.channel, ts), message);
  if (world.messages.size > messagesKept) forgetOldest(world);
  if (message.thread_ts !== undefined && message.ephemeral_to === undefined) {
    countReply(world, message, message.thread_ts);
    if (message.user === world.identity.bot) clearStatus(world, message.channel, message.thread_ts);
  }
  world.feed.emit({ type: "message", message });
  return message;
}

/** Replaces a message by what `change` makes of it. */
export function changeMessage(
  world: World,
  message: Message,
  change: (message: Message) => Message,
): Message {
  const changed = change(message);
  world.messages.set(messageKey(message.channel, message.ts), changed);
  world.feed.emit({ type: "message", message: changed });
  return changed;
}

/** Takes a message away; the parent of a thread leaves a tombstone, as at Slack. */
export function removeMessage(world: World, message: Message): void {
  if ((message.reply_count ?? 0) > 0) {
    changeMessage(world, message, entomb(world));
    return;
  }
  world.messages.delete(messageKey(message.channel, message.ts));
  world.feed.emit({ type: "message_removed", channel: message.channel, ts: message.ts });
  const parent = world.messages.get(messageKey(message.channel, message.thread_ts ?? ""));
  if (parent) recount(world, parent);
}

/** Fails with `message_not_found`, also for ephemerals: no API method reaches those. */
export function findMessage(world: World, channel: string, ts: string): Message {
  const message = world.messages.get(messageKey(channel, ts));
  if (!message || message.ephemeral_to !== undefined) throw new SlackFailure("message_not_found");
  return message;
}

/** The parent and its replies in time order, without ephemerals; empty when there is no such thread. */
export function threadOf(world: World, channel: string, ts: string): Message[] {
  return messagesIn(world, channel).filter(
    (message) => message.ts === ts || message.thread_ts === ts,
  );
}

/** What everyone in a channel can see, in time order. */
export function messagesIn(world: World, channel: string): Message[] {
  const all = [...world.messages.values()];
  return all.filter((one) => one.channel === channel && one.ephemeral_to === undefined);
}

/** The ts of the thread a reply to `ts` belongs to: replies to a reply join its thread. */
export function rootTs(world: World, channel: string, ts: string): string {
  const target = world.messages.get(messageKey(channel, ts));
  if (!target) throw new SlackFailure("thread_not_found");
  return target.thread_ts ?? target.ts;
}

function forgetOldest(world: World): void {
  const [oldest] = world.messages.keys();
  if (oldest !== undefined) world.messages.delete(oldest);
}

function countReply(world: World, reply: Message, threadTs: string): void {
  const parent = world.messages.get(messageKey(reply.channel, threadTs));
  if (!parent || parent.ts === reply.ts) return;
  changeMessage(world, parent, (message) => ({
    ...message,
    thread_ts: threadTs,
    reply_count: (message.reply_count ?? 0) + 1,
    reply_users: [...new Set([...(message.reply_users ?? []), reply.user])],
    latest_reply: reply.ts,
  }));
}

function recount(world: World, parent: Message): void {
  const replies = threadOf(world, parent.channel, parent.ts).filter(({ ts }) => ts !== parent.ts);
  const { reply_count: _count, reply_users: _users, latest_reply: _latest, ...rest } = parent;
  const latest = replies.at(-1);
  changeMessage(world, parent, () => {
    if (!latest) {
      const { thread_ts: _thread, ...single } = rest;
      return single;
    }
    const users = [...new Set(replies.map(({ user }) => user))];
    return {
      ...rest,
      reply_count: replies.length,
      reply_users: users,
      latest_reply: latest.ts,
    };
  });
}

function entomb(world: World) {
  return ({ blocks: _b, attachments: _a, files: _f, metadata: _m, ...rest }: Message): Message => ({
    ...rest,
    subtype: "tombstone",
    user: world.identity.slackbot,
    text: "This message was deleted.",
  });
}
