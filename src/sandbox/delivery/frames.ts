import type { RawData, WebSocket } from "ws";

/** A frame of whatever kind as text. */
export function textOf(data: RawData): string {
  if (Array.isArray(data)) return Buffer.concat(data).toString();
  return data instanceof ArrayBuffer ? Buffer.from(data).toString() : data.toString();
}

/** Sends one message as JSON. */
export function say(socket: WebSocket, message: object): void {
  socket.send(JSON.stringify(message));
}

/** A frame as JSON; undefined when it is none, which is then no ack. */
export function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
