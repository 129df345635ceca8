import type { Answer, Call } from "./methods.ts";
import { nothingSaid, type Said } from "./said.ts";

/** One message of ours, as everybody in the channel sees it. */
export type Posted = {
  readonly channel: string;
  readonly ts: string;
  readonly threadTs: string | null;
  readonly key: string;
  /** The process that posted it. */
  readonly by: string;
  readonly acceptedAt: number;
  /** Before this the API does not show it. */
  readonly visibleAt: number;
  text: string;
  blocks: string;
};

/** One call, and what was made of it; in the order in which they came. Times in milliseconds since 1970. */
export type Called = {
  readonly at: number;
  readonly by: string;
  readonly method: string;
  readonly channel: string;
  readonly ok: boolean;
  readonly error: string | undefined;
  /** Of the message that it made or changed. */
  readonly ts: string | undefined;
  readonly key: string | undefined;
};

export type World = {
  readonly messages: Posted[];
  readonly calls: Called[];
  /** Channels that may be written to and not be read. */
  readonly unreadable: Set<string>;
  /** What others have written and uploaded. */
  readonly said: Said;
  readonly inThread: Map<string, Posted[]>;
  readonly inChannel: Map<string, Posted[]>;
  readonly byTs: Map<string, Posted>;
  readonly add: (message: Omit<Posted, "ts">) => Posted;
  readonly note: (call: Call, answer: Answer) => void;
};

export const identity = { team: "T0TRIAL", botUser: "U0LEGWORK", botId: "B0LEGWORK" };

export function openWorld(): World {
  let lastMicros = 0;
  const world: World = {
    messages: [],
    calls: [],
    unreadable: new Set(),
    said: nothingSaid(),
    inThread: new Map(),
    inChannel: new Map(),
    byTs: new Map(),
    add(message) {
      lastMicros = Math.max(lastMicros + 1, Date.now() * 1_000);
      const ts = `${Math.floor(lastMicros / 1e6)}.${String(lastMicros % 1e6).padStart(6, "0")}`;
      const posted = { ...message, ts };
      world.messages.push(posted);
      world.byTs.set(placeOf(posted.channel, ts), posted);
      if (message.threadTs === null) push(world.inChannel, posted.channel, posted);
      push(world.inThread, placeOf(posted.channel, message.threadTs ?? ts), posted);
      return posted;
    },
    note({ method, by, args }, answer) {
      const channel = typeof args["channel"] === "string" ? args["channel"] : "";
      const ts = typeof answer["ts"] === "string" ? answer["ts"] : undefined;
      const key = ts === undefined ? undefined : world.byTs.get(placeOf(channel, ts))?.key;
      const error = typeof answer["error"] === "string" ? answer["error"] : undefined;
      world.calls.push({ at: Date.now(), by, method, channel, ok: answer.ok, error, ts, key });
    },
  };
  return world;
}

export const placeOf = (channel: string, ts: string): string => `${channel}/${ts}`;

function push(lists: Map<string, Posted[]>, name: string, message: Posted): void {
  const list = lists.get(name);
  if (list === undefined) lists.set(name, [message]);
  else list.push(message);
}
