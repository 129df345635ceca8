import { randomUUID } from "node:crypto";
import type { WebSocket } from "ws";
import { z } from "zod";
import { note } from "../world/journal.ts";
import type { World } from "../world/world.ts";
import type { Answer, Attempt, Envelope, Transport } from "./envelope.ts";
import { parse, say, textOf } from "./frames.ts";

/** How often a connection is pinged; the app's client watches for it after the first. */
const pingMs = 10_000;
/** How long an event waits for an app that is reconnecting before the attempt counts as failed. */
const reconnectMs = 15_000;
/** Slack allows this many connections of one app. */
const connectionsMax = 10;

const Reply = z.object({ envelope_id: z.string(), payload: z.unknown().optional() });

/** The app's side of Socket Mode: tickets, connections, envelopes and their acks. */
export type SocketHub = Transport & {
  /** A single-use ticket for one connection. */
  ticket(): string;
  redeem(ticket: string): boolean;
  accept(socket: WebSocket): void;
  /** Asks every connection to come back, as Slack does now and then. */
  disconnect(): void;
};

type Hub = {
  world: World;
  sockets: WebSocket[];
  tickets: Set<string>;
  pending: Map<string, (body: unknown) => void>;
  waiting: Set<() => void>;
  turn: number;
};

export function createSocketHub(world: World): SocketHub {
  const hub: Hub = {
    world,
    sockets: [],
    tickets: new Set(),
    pending: new Map(),
    waiting: new Set(),
    turn: 0,
  };
  return {
    via: "socket",
    send: (envelope, attempt) => send(hub, envelope, attempt),
    ticket() {
      const ticket = randomUUID();
      hub.tickets.add(ticket);
      return ticket;
    },
    redeem: (ticket) => hub.tickets.delete(ticket),
    accept: (socket) => accept(hub, socket),
    disconnect() {
      const debug_info = { host: "sandbox" };
      for (const socket of hub.sockets) {
        say(socket, { type: "disconnect", reason: "refresh_requested", debug_info });
      }
    },
    close() {
      for (const socket of hub.sockets) socket.terminate();
    },
  };
}

function accept(hub: Hub, socket: WebSocket): void {
  if (hub.sockets.length >= connectionsMax) {
    say(socket, { type: "disconnect", reason: "too_many_websockets" });
    socket.close();
    return;
  }
  hub.sockets.push(socket);
  const ping = setInterval(() => socket.ping("Ping from the sandbox"), pingMs).unref();
  socket.on("message", (data) => {
    const reply = Reply.safeParse(parse(textOf(data)));
    if (!reply.success) return;
    hub.pending.get(reply.data.envelope_id)?.(reply.data.payload ?? "");
    hub.pending.delete(reply.data.envelope_id);
  });
  socket.on("error", () => socket.terminate());
  socket.on("close", () => {
    clearInterval(ping);
    hub.sockets = hub.sockets.filter((one) => one !== socket);
    connectionChanged(hub, "disconnected");
  });
  say(socket, {
    type: "hello",
    num_connections: hub.sockets.length,
    debug_info: { host: "sandbox", build_number: 1, approximate_connection_time: 18_060 },
    connection_info: { app_id: hub.world.identity.app },
  });
  connectionChanged(hub, "connected");
  for (const wake of hub.waiting) wake();
}

function connectionChanged(hub: Hub, name: string): void {
  const detail = `${hub.sockets.length} open`;
  const line = { direction: "from_app", kind: "socket", via: "socket" } as const;
  note(hub.world, { ...line, name, ok: true, ms: 0, attempt: 0, detail });
  hub.world.connection = { mode: "socket", connected: hub.sockets.length > 0 };
  hub.world.feed.emit({ type: "connection", connection: hub.world.connection });
}

async function send(hub: Hub, envelope: Envelope, attempt: Attempt): Promise<Answer> {
  const failed = { ok: false, status: 0, body: null };
  // Only events wait for a reconnecting app: a person who typed a command is told at once.
  if (hub.sockets.length === 0 && envelope.kind === "events_api") await connection(hub);
  const socket = hub.sockets[hub.turn % Math.max(hub.sockets.length, 1)];
  hub.turn += 1;
  if (!socket) return { ...failed, reason: "connection_failed" };

  return new Promise((resolve) => {
    const envelope_id = randomUUID();
    const timer = setTimeout(() => {
      hub.pending.delete(envelope_id);
      resolve({ ...failed, reason: "timeout" });
    }, attempt.ackTimeoutMs).unref();
    hub.pending.set(envelope_id, (body) => {
      clearTimeout(timer);
      resolve({ ok: true, status: 0, body });
    });
    say(socket, {
      envelope_id,
      type: envelope.kind,
      payload: envelope.payload,
      accepts_response_payload: envelope.kind !== "events_api",
      ...(envelope.kind === "events_api" && {
        retry_attempt: attempt.number,
        retry_reason: attempt.reason ?? "",
      }),
    });
  });
}

function connection(hub: Hub): Promise<void> {
  return new Promise((resolve) => {
    const wake = () => {
      clearTimeout(timer);
      hub.waiting.delete(wake);
      resolve();
    };
    const timer = setTimeout(wake, reconnectMs).unref();
    hub.waiting.add(wake);
  });
}
