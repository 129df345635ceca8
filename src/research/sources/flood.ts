import type { buildConnector } from "undici";

/** The other side sends without end. Thrown inside a connection, shown as words by the fetch. */
export class FloodError extends Error {
  override readonly name = "FloodError";

  constructor() {
    super("it does not stop sending");
  }
}

/**
 * A connector whose sockets are closed once they have taken in `bytesMax`. What a body holds is counted where it is read;
 * this counts what stands around it, which a server can make as long as it likes: answers before the answer, framing
 * without content. Each request needs a socket of its own, or those of one site would be counted together.
 */
export const againstFloods =
  (connect: buildConnector.connector, bytesMax: number): buildConnector.connector =>
  (options, callback) =>
    connect(options, (...outcome) => {
      const [, socket] = outcome;
      socket?.on("readable", () => {
        if (socket.bytesRead > bytesMax) socket.destroy(new FloodError());
      });
      callback(...outcome);
    });
