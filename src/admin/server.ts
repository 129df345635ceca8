import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { Sql } from "../store/database.ts";
import { healthz, metrics, type Page, readyz } from "./health.ts";

export type Server = { readonly url: string } & AsyncDisposable;

/** Everything we answer over HTTP: Slack's requests, and the pages for machines. */
export async function openServer(options: {
  port: number;
  host: string;
  db: Sql;
  /** Undefined in Socket Mode, where Slack does not call us. */
  onSlack: ((request: IncomingMessage, response: ServerResponse) => Promise<void>) | undefined;
  log: (event: string, fields: Record<string, string | number>) => void;
}): Promise<Server> {
  const { db, onSlack, log } = options;
  const server = createServer((request, response) => {
    route(request, response).catch((error: unknown) => {
      log("request failed", { error: error instanceof Error ? error.name : "?" });
      if (!response.headersSent) response.writeHead(500).end();
    });
  });
  // Headers and body of a slow client must not hold a connection for ever.
  server.headersTimeout = 10_000;
  server.requestTimeout = 30_000;

  async function route(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { pathname } = new URL(request.url ?? "/", "http://localhost");
    const asked = `${request.method} ${pathname}`;
    if (asked === "POST /slack/events" && onSlack) return onSlack(request, response);
    const page = await pageOf(asked);
    response.writeHead(page.status, { "content-type": page.type }).end(page.text);
  }

  async function pageOf(asked: string): Promise<Page> {
    if (asked === "GET /healthz") return healthz();
    if (asked === "GET /readyz") return readyz(db);
    if (asked === "GET /metrics") return metrics(db);
    return { status: 404, type: "text/plain", text: "There is nothing here.\n" };
  }

  const { promise: listening, resolve, reject } = Promise.withResolvers<void>();
  server.once("error", reject).listen(options.port, options.host, resolve);
  await listening;
  const address = server.address();
  const port = typeof address === "object" && address ? address.port : options.port;
  const shownHost = options.host.includes(":") ? `[${options.host}]` : options.host;
  return {
    url: `http://${shownHost}:${port}`,
    async [Symbol.asyncDispose]() {
      const { promise: closed, resolve: close } = Promise.withResolvers<void>();
      server.close(() => close());
      server.closeIdleConnections();
      await closed;
    },
  };
}
