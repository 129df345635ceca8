import { getRequestListener, type HttpBindings } from "@hono/node-server";
import { Hono } from "hono";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { createRateLimiter } from "../api/rates.ts";
import { mountApi } from "../api/router.ts";
import type { PageMount } from "../contract.ts";
import { openConnection, type Route } from "../delivery/route.ts";
import { note } from "../world/journal.ts";
import type { World } from "../world/world.ts";
import { mountControl } from "./control.ts";
import { mountDownloads, mountResponses, mountUploads } from "./downloads.ts";
import { guard } from "./guard.ts";
import { createPageView } from "./sight.ts";
import { acceptSockets } from "./sockets.ts";
import { mountWatching } from "./watching.ts";

export type ServerOptions = { botToken: string; rateLimits?: boolean; page?: PageMount };

/** All routes in one server that does not listen yet: Slack's own first, then what only the page may use. */
export function buildServer(world: World, route: Route, options: ServerOptions): Server {
  const app = new Hono<{ Bindings: HttpBindings }>();
  app.onError((error, context) => {
    // Where it broke, but not what it said: an error's message may hold what people wrote.
    const [, frame = ""] = (error.stack ?? "").split("\n").filter((line) => line.includes(" at "));
    const line = { direction: "from_app", kind: "api", via: "http", name: "sandbox" } as const;
    note(world, { ...line, ok: false, ms: 0, attempt: 0, error: error.name, detail: frame.trim() });
    return context.text("The stand-in itself failed; see its log.", 500);
  });
  mountApi(app, world, {
    botToken: options.botToken,
    openConnection: (token) => openConnection(world, route, token),
    limitRate: options.rateLimits ? createRateLimiter(world) : undefined,
  });
  mountDownloads(app, world, options.botToken);
  mountUploads(app, world);
  mountResponses(app, world);
  app.use("*", guard());
  const view = createPageView(world);
  mountWatching(app, world, view);
  mountControl(app, world, () => route.hub.disconnect());
  const pages = new Hono();
  options.page?.(pages, view);
  app.route("/", pages);

  const listener = getRequestListener(app.fetch);
  const server = createServer((request, response) => void listener(request, response));
  acceptSockets(server, route.hub);
  return server;
}

/** Resolves with the port. */
export function listen(server: Server, port: number, host: string): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, host, () => {
      const address = server.address();
      resolve(isAddress(address) ? address.port : port);
    });
  });
}

function isAddress(address: string | AddressInfo | null): address is AddressInfo {
  return typeof address === "object" && address !== null;
}

/** Resolves once every connection is closed. */
export function stop(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}
