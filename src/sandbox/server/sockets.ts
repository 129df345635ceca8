import type { Server } from "node:http";
import { WebSocketServer } from "ws";
import type { SocketHub } from "../delivery/socket.ts";

/** Lets in Socket Mode connections that carry a ticket from `apps.connections.open`, each once. */
export function acceptSockets(server: Server, hub: SocketHub): void {
  const sockets = new WebSocketServer({ noServer: true });
  server.on("upgrade", (request, socket, head) => {
    const { pathname, searchParams } = new URL(request.url ?? "/", "http://sandbox");
    if (!pathname.startsWith("/link") || !hub.redeem(searchParams.get("ticket") ?? "")) {
      socket.end("HTTP/1.1 403 Forbidden\r\n\r\n");
      return;
    }
    sockets.handleUpgrade(request, socket, head, (accepted) => hub.accept(accepted));
  });
}
