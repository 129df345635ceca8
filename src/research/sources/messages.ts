import type { ChannelId, MessageTs } from "../../domain/ids.ts";
import type { Passage, Reading, Visibility } from "../../domain/source.ts";
import { cleanText } from "./documents/passages.ts";
import type { Messages, ReaderDeps } from "./deps.ts";

type SlackDeps = Pick<ReaderDeps, "slack" | "now" | "log">;

/** A thread, message by message. */
export async function readThread(
  { channel, ts }: { readonly channel: ChannelId; readonly ts: MessageTs },
  deps: SlackDeps,
): Promise<Reading> {
  const found = await deps.slack.thread(channel, ts);
  if ("problem" in found) return { sources: [], notes: [found.problem] };
  return readingOf("thread", `Thread in ${placeOf(found)}`, "the thread", channel, found, deps);
}

/** A channel since a moment, message by message. */
export async function readChannel(
  { channel, since }: { readonly channel: ChannelId; readonly since: Date | null },
  deps: SlackDeps,
): Promise<Reading> {
  const found = await deps.slack.channel(channel, since);
  if ("problem" in found) return { sources: [], notes: [found.problem] };
  const place = placeOf(found);
  const title = since === null ? place : `${place} since ${since.toISOString().slice(0, 10)}`;
  return readingOf("channel", title, place, channel, found, deps);
}

const placeOf = ({ name, private: isPrivate }: Messages): string => {
  if (name !== null && name !== "") return `#${name}`;
  return isPrivate ? "a private conversation" : "a channel";
};

function readingOf(
  type: "thread" | "channel",
  title: string,
  place: string,
  channel: ChannelId,
  { messages, private: isPrivate, cut }: Messages,
  deps: SlackDeps,
): Reading {
  const passages = messages.flatMap(passageOf);
  deps.log("messages_read", { type, messages: messages.length, passages: passages.length });
  if (passages.length === 0) return { sources: [], notes: [`There is no text in ${place}.`] };

  const visibility: Visibility = isPrivate ? { type: "channel", channel } : { type: "workspace" };
  const url = type === "thread" ? (messages[0]?.permalink ?? null) : null;
  const notes = cut ? [`Only the newest ${messages.length} messages of ${place} were read.`] : [];
  return { sources: [{ type, title, url, readAt: deps.now(), visibility, passages }], notes };
}

function passageOf({ user, text, at, permalink }: Messages["messages"][number]): Passage[] {
  const clean = cleanText(text);
  if (clean === "") return [];
  const locator = `${at.toISOString().slice(0, 16).replace("T", " ")} UTC`;
  return [{ text: clean, speaker: cleanText(user) || null, locator, url: permalink }];
}
