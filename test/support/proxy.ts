import { connect, createServer, type Socket } from "node:net";
import { inject } from "vitest";

/** What stands between us and Postgres lets everything through, refuses and hangs up, or swallows every byte. */
export type Way = "open" | "cut" | "silent";

/** A way to the tests' Postgres that can be cut, or made to hang, and mended. */
export async function startProxy() {
  const target = new URL(inject("postgres").adminUrl);
  const sockets = new Set<Socket>();
  let way: Way = "open";

  const server = createServer((near) => {
    if (way === "cut") {
      near.destroy();
      return;
    }
    const far = connect(Number(target.port), target.hostname);
    for (const [from, to] of [
      [near, far],
      [far, near],
    ] as const) {
      sockets.add(from);
      from.on("data", (bytes) => way === "open" && to.write(bytes));
      from.on("error", () => to.destroy());
      from.on("close", () => {
        sockets.delete(from);
        to.destroy();
      });
    }
  });
  const { promise: listening, resolve } = Promise.withResolvers<void>();
  server.listen(0, "127.0.0.1", resolve);
  await listening;
  const address = server.address();
  const port = typeof address === "object" ? address?.port : undefined;
  const hangUp = () => sockets.forEach((socket) => socket.destroy());

  return {
    /** The same database, by this way. */
    by: (databaseUrl: string): string => {
      const url = new URL(databaseUrl);
      url.hostname = "127.0.0.1";
      url.port = String(port);
      return url.href;
    },
    /** Connections that have missed bytes are of no use any more: mending hangs them up. */
    turn: (to: Way): void => {
      if (to === "cut" || way === "silent") hangUp();
      way = to;
    },
    async [Symbol.asyncDispose]() {
      hangUp();
      const { promise: closed, resolve: close } = Promise.withResolvers<void>();
      server.close(() => close());
      await closed;
    },
  };
}
