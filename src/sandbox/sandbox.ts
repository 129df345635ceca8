import type { z } from "zod";
import type { LogEntry, PageMount } from "./contract.ts";
import { verifyUrl } from "./delivery/http.ts";
import { createRoute, type Delivery, wallClock } from "./delivery/route.ts";
import { actAs, type Actor } from "./people/actor.ts";
import { Fault } from "./requests.ts";
import { addSeed } from "./seed/seed.ts";
import { addWorkspace, identity } from "./seed/workspace.ts";
import { buildServer, listen, stop } from "./server/server.ts";
import type { Message } from "./shapes.ts";
import { findChannel } from "./world/channels.ts";
import { messagesIn, threadOf } from "./world/messages.ts";
import { until, type Waiting } from "./world/until.ts";
import { createWorld, type LedgerEntry, type World } from "./world/world.ts";

export type SandboxOptions = {
  /** 0, any free one, unless told. */
  port?: number;
  host?: string;
  delivery: Delivery;
  botToken: string;
  /** 3,000 as at Slack. */
  ackTimeoutMs?: number;
  /** Before the first, second and third retry: 0, 3 s, 10 s. Slack's own are 0, 1 min, 5 min. */
  retryDelaysMs?: number[];
  /** Whether the workspace has messages and files; its people and channels are always there. */
  seed?: boolean;
  page?: PageMount;
  now?: () => Date;
  /** Whether calls are counted and refused with 429, approximately as Slack does. */
  rateLimits?: boolean;
};

/** A running stand-in. */
export type Sandbox = AsyncDisposable & {
  /** The page, with a trailing slash. */
  url: string;
  apiUrl: string;
  world: World;
  as(user: string): Actor;
  /** The parent and its replies, without ephemerals. */
  thread(channel: string, ts: string): Message[];
  messages(channel: string): Message[];
  ephemerals(user: string, channel: string): Message[];
  /** Resolves with the first truthy value of `predicate`, asked again at every change. */
  until<Value>(predicate: (world: World) => Value, waiting?: Waiting): Promise<NonNullable<Value>>;
  /** Resolves once every delivery is acknowledged or given up, retries included. */
  settled(): Promise<void>;
  faults: { add(fault: z.input<typeof Fault>): void; clear(): void };
  /** Every post and edit that was accepted, whatever the app heard of it. */
  ledger: LedgerEntry[];
  log: LogEntry[];
  /** Socket Mode: asks the app to reconnect. */
  disconnect(): void;
  /** Points the stand-in at an app that was started later, or elsewhere. */
  setDelivery(delivery: Delivery): void;
  /** Over HTTP: whether the request URL answers Slack's challenge. */
  verifyUrl(): Promise<boolean>;
};

/**
 * Starts a local Slack for one app. It listens when this resolves, and stops when it is disposed.
 * What it is not: it knows no scopes, no other workspaces, no user groups and no search; rate limits are
 * approximate; and retries come sooner than Slack's unless `retryDelaysMs` says otherwise.
 */
export async function startSandbox(options: SandboxOptions): Promise<Sandbox> {
  const world = createWorld(identity, options.now ?? (() => new Date()));
  const route = createRoute(world, options);
  const server = buildServer(world, route, options);
  const host = options.host ?? "127.0.0.1";
  const port = await listen(server, options.port ?? 0, host);
  // Listening everywhere (in a container) still means being opened at this machine.
  world.url = `http://${host === "0.0.0.0" ? "127.0.0.1" : host}:${port}/`;
  addWorkspace(world);
  if (options.seed ?? true) await addSeed(world);

  return {
    url: world.url,
    apiUrl: `${world.url}api/`,
    world,
    ...reading(world),
    as: (user) => actAs(world, user),
    until: (predicate, waiting) => until(world, predicate, waiting),
    faults: {
      add: (fault) => void world.faults.push(Fault.parse(fault)),
      clear: () => void world.faults.splice(0),
    },
    settled: () => route.settled(),
    disconnect: () => route.hub.disconnect(),
    setDelivery: (delivery) => route.turn(delivery),
    verifyUrl: async () => {
      const { delivery } = route;
      return delivery.mode === "http" && verifyUrl(delivery, wallClock);
    },
    async [Symbol.asyncDispose]() {
      route.close();
      await stop(server);
    },
  };
}

function reading(world: World) {
  return {
    ledger: world.ledger,
    log: world.log,
    thread: (channel: string, ts: string) => threadOf(world, findChannel(world, channel).id, ts),
    messages: (channel: string) => messagesIn(world, findChannel(world, channel).id),
    ephemerals(user: string, channel: string) {
      const { id } = findChannel(world, channel);
      const all = [...world.messages.values()];
      return all.filter((one) => one.channel === id && one.ephemeral_to === user);
    },
  };
}
