import { once } from "node:events";
import type { IncomingMessage, Server } from "node:http";

/** Listens on a free port of 127.0.0.1; answers with the address, without a slash at its end. */
export async function listen(server: Server): Promise<string> {
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("the server has no port");
  return `http://127.0.0.1:${address.port}`;
}

export async function closeServer(server: Server): Promise<void> {
  const closed = once(server, "close");
  server.close();
  server.closeAllConnections();
  await closed;
}

/** In bytes; more was never meant for a stand-in. */
const bodyMax = 1024 * 1024;

export async function readBody(request: IncomingMessage): Promise<string> {
  const parts: Buffer[] = [];
  let size = 0;
  for await (const part of request) {
    const bytes = Buffer.from(part);
    size += bytes.length;
    if (size > bodyMax) throw new Error("the body is too large");
    parts.push(bytes);
  }
  return Buffer.concat(parts).toString("utf8");
}
