import { once } from "node:events";
import { connect, createServer, type Socket } from "node:net";

/**
 * What stands between Legwork and Postgres: it lets everything through, or all but the answers to commits, so that what was
 * asked is done and nobody hears of it.
 */
export type Way = "open" | "deaf";

/** A way to a database that a trial can spoil, and mend. */
export type Proxy = AsyncDisposable & {
  /** The same database, by this way. */
  readonly url: string;
  /** Connections that have missed answers are of no use any more: mending hangs up. */
  turn(to: Way): void;
};

export async function openProxy(databaseUrl: string): Promise<Proxy> {
  const target = new URL(databaseUrl);
  const sockets = new Set<Socket>();
  let way: Way = "open";
  const hangUp = () => sockets.forEach((socket) => socket.destroy());

  const server = createServer({ noDelay: true }, (near) => {
    const far = connect({ port: Number(target.port), host: target.hostname, noDelay: true });
    let isDeaf = false;
    near.on("data", (bytes) => {
      if (way === "deaf" && bytes.includes("commit")) isDeaf = true;
      far.write(bytes);
    });
    far.on("data", (bytes) => void (isDeaf || near.write(bytes)));
    for (const [from, to] of [
      [near, far],
      [far, near],
    ] as const) {
      sockets.add(from);
      from.on("error", () => to.destroy());
      from.on("close", () => {
        sockets.delete(from);
        to.destroy();
      });
    }
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  const port = typeof address === "object" ? address?.port : undefined;
  const url = Object.assign(new URL(databaseUrl), { hostname: "127.0.0.1", port: String(port) });

  return {
    url: url.href,
    turn(to) {
      if (way === "deaf") hangUp();
      way = to;
    },
    async [Symbol.asyncDispose]() {
      const closed = once(server, "close");
      server.close();
      hangUp();
      await closed;
    },
  };
}
