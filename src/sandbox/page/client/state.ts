import type { Change, Snapshot } from "../../contract.ts";
import type { Fault } from "../../requests.ts";
import type { Message } from "../../shapes.ts";
import type { World } from "./draw/world.ts";

/** What is being looked at. `focus` is the message a permalink named. */
export type Place = {
  channel: string;
  tab: "messages" | "home";
  thread: string | undefined;
  focus: string | undefined;
};

/** A fault asked for on this page. The stand-in does not tell when it has been used up. */
export type AskedFault = Pick<Fault, "method" | "kind" | "times"> & { at: number };

/** Everything the page draws itself from. Replaced, never changed in place. */
export type State = {
  snapshot: Snapshot;
  place: Place;
  /** Channel → `ts` of the newest message read there. */
  read: Readonly<Record<string, string>>;
  /** What was unread when the channel was opened lies after this `ts`. */
  newAfter: string;
  /** `<channel>/<ts>` or view id → action id → what went wrong with the last click. */
  troubles: Readonly<Record<string, Readonly<Record<string, string>>>>;
  /** Of the modal on top. */
  form: { errors: Readonly<Record<string, string>>; trouble: string; busy: boolean };
  /** `<channel>/<ts>` of the message being edited. */
  editing: string | undefined;
  drawer: { open: boolean; tab: "log" | "faults"; kind: string; text: string };
  faults: readonly AskedFault[];
  /** Whether the four things to try are shown. */
  tries: boolean;
  online: boolean;
};

/** Lines of the live log kept by the page. */
export const maxLogLines = 500;

export const emptyForm: State["form"] = { errors: {}, trouble: "", busy: false };

/** The world after one change; `reset` is for the caller, who fetches a new snapshot. */
export function apply(before: Snapshot, change: Change): Snapshot {
  switch (change.type) {
    case "message":
      return { ...before, messages: withMessage(before.messages, change.message) };
    case "message_removed": {
      const gone = (one: Message): boolean =>
        one.channel === change.channel && one.ts === change.ts;
      return { ...before, messages: before.messages.filter((one) => !gone(one)) };
    }
    case "channel":
      return { ...before, channels: upsert(before.channels, change.channel, (one) => one.id) };
    case "thread":
      return {
        ...before,
        threads: upsert(before.threads, change.thread, (one) => `${one.channel}/${one.thread_ts}`),
      };
    case "view":
      return { ...before, views: upsert(before.views, change.view, (one) => one.id) };
    case "view_closed":
      return { ...before, views: before.views.filter((one) => one.id !== change.view_id) };
    case "home":
      return { ...before, home: change.view };
    case "connection":
      return { ...before, connection: change.connection };
    case "log":
      return { ...before, log: [...before.log, change.entry].slice(-maxLogLines) };
    case "trouble":
    case "reset":
    default:
      return before;
  }
}

/** Names and time for drawing. */
export function worldOf(snapshot: Snapshot, now: number): World {
  return {
    me: snapshot.me,
    bot: snapshot.bot,
    users: new Map(snapshot.users.map((user) => [user.id, user])),
    channels: new Map(snapshot.channels.map((channel) => [channel.id, channel])),
    now,
  };
}

/** Kept in time order: a change may bring a message older than the newest. */
function withMessage(messages: readonly Message[], message: Message): Message[] {
  const at = messages.findIndex((one) => one.channel === message.channel && one.ts === message.ts);
  if (at !== -1) return messages.with(at, message);
  const after = messages.findLastIndex((one) => one.ts <= message.ts);
  return messages.toSpliced(after + 1, 0, message);
}

function upsert<Thing>(list: readonly Thing[], thing: Thing, key: (one: Thing) => string): Thing[] {
  const at = list.findIndex((one) => key(one) === key(thing));
  return at === -1 ? [...list, thing] : list.with(at, thing);
}
