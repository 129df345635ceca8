import type { OutgoingHttpHeaders, RequestListener } from "node:http";
import type { Writable } from "node:stream";

/** Between two bytes of a slow server, in milliseconds; longer than any timer's own inaccuracy. */
const everyMs = 50;

/** Answers with these headers and this body, whatever was asked. */
export function answering(headers: OutgoingHttpHeaders, body: string | Buffer): RequestListener {
  return (_message, response) => response.writeHead(200, headers).end(body);
}

/** Answers with nothing but a status. */
export function ended(status: number): RequestListener {
  return (_message, response) => response.writeHead(status).end();
}

/** Past Node's own writer, which would not write such a thing: `first`, then `again` for ever. */
export function onWire(first: string, again: string): RequestListener {
  return (_message, { socket }) => {
    if (socket === null) return;
    socket.write(first);
    writeForever(socket, again);
  };
}

/** Past Node's own writer: `first` at once, then a byte now and then. */
export function drip(first: string): RequestListener {
  return (_message, { socket }) => {
    if (socket === null) return;
    socket.write(first);
    const timer = setInterval(() => socket.write("x"), everyMs);
    socket.on("close", () => clearInterval(timer));
  };
}

/** Writes as fast as the reader takes it, until the reader is gone. */
export function writeForever(to: Writable, chunk: string): void {
  const more = () => {
    while (!to.destroyed && to.write(chunk)) continue;
    if (!to.destroyed) to.once("drain", more);
  };
  more();
}
