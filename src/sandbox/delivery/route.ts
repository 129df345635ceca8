import { SlackFailure } from "../failure.ts";
import type { World } from "../world/world.ts";
import { createDeliver, type Timing } from "./deliver.ts";
import type { Transport } from "./envelope.ts";
import { httpTransport } from "./http.ts";
import { createSocketHub, type SocketHub } from "./socket.ts";

/** How the stand-in reaches the app. */
export type Delivery =
  | { mode: "http"; url: string; signingSecret: string }
  | { mode: "socket"; appToken: string };

/** Signatures are held against the app's own clock, so a clock that a test sets must not leak into them. */
export const wallClock = (): Date => new Date();

/** Which way to the app is taken now. */
export type Route = {
  hub: SocketHub;
  delivery: Delivery;
  turn(delivery: Delivery): void;
  settled(): Promise<void>;
  close(): void;
};

/** Starts with the way that `options` name. */
export function createRoute(
  world: World,
  options: { delivery: Delivery; ackTimeoutMs?: number; retryDelaysMs?: number[] },
): Route {
  const timing: Timing = {
    ackTimeoutMs: options.ackTimeoutMs ?? 3_000,
    retryDelaysMs: options.retryDelaysMs ?? [0, 3_000, 10_000],
    pending: new Set(),
  };
  const hub = createSocketHub(world);
  let transport: Transport = hub;
  const route: Route = {
    hub,
    delivery: options.delivery,
    turn(delivery) {
      route.delivery = delivery;
      if (transport !== hub) transport.close();
      transport = delivery.mode === "http" ? httpTransport(delivery, wallClock) : hub;
      world.deliver = createDeliver(world, transport, timing);
      const connected = delivery.mode === "http" || world.connection.connected;
      world.connection = { mode: delivery.mode, connected };
      world.feed.emit({ type: "connection", connection: world.connection });
    },
    async settled() {
      // What is delivered may cause more: ask again until nothing is on its way.
      while (timing.pending.size > 0) await Promise.all(timing.pending);
    },
    close() {
      transport.close();
      hub.close();
    },
  };
  world.connection = { mode: options.delivery.mode, connected: false };
  route.turn(options.delivery);
  return route;
}

/** Answers `apps.connections.open`: a WebSocket URL with a ticket in it, for the app-level token alone. */
export function openConnection(
  world: World,
  { hub, delivery }: Route,
  token: string,
): { url: string } {
  if (token === "") throw new SlackFailure("not_authed");
  if (!token.startsWith("xapp-")) throw new SlackFailure("not_allowed_token_type");
  if (delivery.mode !== "socket" || token !== delivery.appToken) {
    throw new SlackFailure("invalid_auth");
  }
  const query = new URLSearchParams({ ticket: hub.ticket(), app_id: world.identity.app });
  return { url: `${world.url.replace("http", "ws")}link/?${query.toString()}` };
}
