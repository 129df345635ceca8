import type { Snapshot } from "../../contract.ts";
import type { Message } from "../../shapes.ts";
import type { State } from "./state.ts";

/** What is new in a channel: anything at all, and how much of it is meant for the reader. */
export type Unread = { any: boolean; count: number };

/** Replies count only in direct messages and in threads the reader took part in, as in Slack. */
export function unreadIn(state: Pick<State, "snapshot" | "read">, channel: string): Unread {
  const { snapshot } = state;
  const since = state.read[channel] ?? "";
  const direct = snapshot.channels.some((one) => one.id === channel && one.kind === "im");
  const fresh = snapshot.messages.filter(
    (message) =>
      message.channel === channel && message.ts > since && isNews(message, snapshot, direct),
  );
  const mine = fresh.filter((message) => direct || message.text.includes(`<@${snapshot.me}>`));
  return { any: fresh.length > 0, count: mine.length };
}

/** Up to where a channel was read when there is something new in it, else empty. */
export function unreadSince(state: Pick<State, "snapshot" | "read">, channel: string): string {
  return unreadIn(state, channel).any ? (state.read[channel] ?? "") : "";
}

/** The newest message of each channel: what is read up to by someone who has seen everything. */
export function newestRead(snapshot: Snapshot): Record<string, string> {
  const read: Record<string, string> = {};
  for (const { channel, ts } of snapshot.messages) {
    if (ts > (read[channel] ?? "")) read[channel] = ts;
  }
  return read;
}

function isNews(message: Message, snapshot: Snapshot, direct: boolean): boolean {
  if (message.user === snapshot.me || message.ephemeral_to !== undefined) return false;
  if (direct || !isReply(message)) return true;
  if (message.text.includes(`<@${snapshot.me}>`)) return true;
  return snapshot.messages.some(
    (one) =>
      one.channel === message.channel &&
      one.user === snapshot.me &&
      (one.ts === message.thread_ts || one.thread_ts === message.thread_ts),
  );
}

/** A message that stands in a thread under another one. */
export function isReply(message: Message): boolean {
  return message.thread_ts !== undefined && message.thread_ts !== message.ts;
}
