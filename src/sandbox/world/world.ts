import type { Command, Connection, LogEntry, Shortcut, ThreadState } from "../contract.ts";
import type { Deliver } from "../delivery/envelope.ts";
import type { Fault } from "../requests.ts";
import type { Channel, Message, Person, SharedFile, View } from "../shapes.ts";
import { createFeed, type Feed } from "./feed.ts";
import type { z } from "zod";

/** A post or edit of the app that was accepted, whatever the app then heard of it. */
export type LedgerEntry = {
  at: number;
  method: string;
  channel: string;
  ts: string;
  /** `metadata.event_payload.key`, when the message carries one. */
  key: string | undefined;
};

/** Where a trigger came from; good for one view within three seconds. */
export type Trigger = { user: string; at: number; used: boolean; viewId: string | undefined };

/** What a `response_url` stands for; good for five answers within thirty minutes. */
export type ResponseTarget = {
  channel: string;
  user: string;
  at: number;
  uses: number;
  ts: string | undefined;
  threadTs: string | undefined;
};

export type Identity = {
  team: { id: string; name: string; domain: string };
  app: string;
  bot: string;
  botId: string;
  slackbot: string;
};

/** All that the stand-in knows. Plain data; the functions beside this file and in `people/` change it. */
export type World = {
  /** Where the server listens, with a trailing slash. */
  url: string;
  identity: Identity;
  users: Map<string, Person>;
  channels: Map<string, Channel>;
  /** By `channel/ts`, in time order. */
  messages: Map<string, Message>;
  files: Map<string, SharedFile>;
  bytes: Map<string, Uint8Array>;
  threads: Map<string, ThreadState>;
  /** Open modals by id; a closed one is gone. */
  views: Map<string, View>;
  homes: Map<string, View>;
  triggers: Map<string, Trigger>;
  responseTargets: Map<string, ResponseTarget>;
  /** `channel/ts` → ms since 1970 before which the API does not show it. */
  hiddenUntil: Map<string, number>;
  log: LogEntry[];
  ledger: LedgerEntry[];
  faults: Fault[];
  commands: z.infer<typeof Command>[];
  shortcuts: z.infer<typeof Shortcut>[];
  connection: z.infer<typeof Connection>;
  feed: Feed;
  now: () => Date;
  deliver: Deliver;
  /** Microseconds since 1970 of the newest `ts`, so that each is later than the one before. */
  lastTs: number;
};

/** A world with nobody in it, that delivers nowhere. */
export function createWorld(identity: Identity, now: () => Date): World {
  return {
    url: "",
    identity,
    users: new Map(),
    channels: new Map(),
    messages: new Map(),
    files: new Map(),
    bytes: new Map(),
    threads: new Map(),
    views: new Map(),
    homes: new Map(),
    triggers: new Map(),
    responseTargets: new Map(),
    hiddenUntil: new Map(),
    log: [],
    ledger: [],
    faults: [],
    commands: [],
    shortcuts: [],
    connection: { mode: "http", connected: true },
    feed: createFeed(),
    now,
    deliver: () => {
      throw new Error("The stand-in has no delivery yet.");
    },
    lastTs: 0,
  };
}
