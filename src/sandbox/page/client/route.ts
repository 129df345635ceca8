import type { Snapshot } from "../../contract.ts";
import { otherIn } from "./draw/world.ts";
import type { Message } from "../../shapes.ts";
import type { Place } from "./state.ts";
import { isReply } from "./unread.ts";

/** Slack's permalinks: `/archives/C1/p1700000000000100?thread_ts=…`; the Home tab is `?tab=home`. */
export function readRoute(path: string, search: string): Partial<Place> {
  const [, channel, message] = /^\/archives\/(\w+)(?:\/p(\d{7,20}))?\/?$/u.exec(path) ?? [];
  if (channel === undefined) return {};
  const query = new URLSearchParams(search);
  const focus = message === undefined ? undefined : dotted(message);
  return {
    channel,
    tab: query.get("tab") === "home" ? "home" : "messages",
    thread: query.get("thread_ts") ?? undefined,
    focus,
  };
}

export function writeRoute(place: Place, user: string): string {
  const query = new URLSearchParams();
  if (place.tab === "home") query.set("tab", "home");
  if (place.thread !== undefined) query.set("thread_ts", place.thread);
  query.set("user", user);
  return `/archives/${place.channel}?${query.toString()}`;
}

/** The address of one message. */
export function permalink(channel: string, ts: string, threadTs: string | undefined): string {
  const query =
    threadTs === undefined || threadTs === ts ? "" : `?thread_ts=${threadTs}&cid=${channel}`;
  return `/archives/${channel}/p${ts.replace(".", "")}${query}`;
}

/** The place asked for if the reader may see it, else the first channel they share with the app. */
export function placeIn(snapshot: Snapshot, wanted: Partial<Place>): Place {
  const { channels, me, bot } = snapshot;
  const known = channels.find((one) => one.id === wanted.channel);
  const joined = channels.filter((one) => one.kind !== "im" && one.members.includes(me));
  const first = joined.find((one) => one.members.includes(bot)) ?? joined[0] ?? channels[0];
  const channel = known ?? first;
  const same = known !== undefined;
  const focused = same
    ? snapshot.messages.find((one) => one.channel === known.id && one.ts === wanted.focus)
    : undefined;
  return {
    channel: channel?.id ?? "",
    tab: same && otherIn(known, me) === bot ? (wanted.tab ?? "messages") : "messages",
    thread: same ? (wanted.thread ?? threadOf(focused)) : undefined,
    focus: focused?.ts,
  };
}

/** A link to a reply opens its thread; one to a thread's first message stays in the channel. */
function threadOf(message: Message | undefined): string | undefined {
  return message !== undefined && isReply(message) ? message.thread_ts : undefined;
}

function dotted(digits: string): string {
  return `${digits.slice(0, -6)}.${digits.slice(-6)}`;
}
