import type { LookupAddress } from "node:dns";
import { createServer, type RequestListener } from "node:http";
import { type AddressInfo, connect, isIP, type Server, type Socket } from "node:net";
import type { Dial, Resolve } from "../../../src/research/sources/guard.ts";

/** The one public address of the small internet. */
export const publicAddress = "93.184.216.34";

/** A server on a free port of the loopback interface. */
export async function serve(listener: RequestListener) {
  const server = createServer(listener);
  return listening(server);
}

/** The same for a server made elsewhere, e.g. a raw TCP one. */
export async function listening(server: Server) {
  const sockets = new Set<Socket>();
  let connections = 0;
  server.on("connection", (socket) => {
    connections += 1;
    sockets.add(socket);
    socket.on("close", () => sockets.delete(socket)).on("error", () => {});
  });
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  const { port } = server.address() as AddressInfo;
  return {
    port,
    url: `http://127.0.0.1:${port}`,
    host: `127.0.0.1:${port}`,
    /** How many connections were made so far, with or without a request. */
    connections: () => connections,
    async [Symbol.asyncDispose]() {
      for (const socket of sockets) socket.destroy();
      await new Promise<unknown>((done) => server.close(done));
    },
  };
}

/**
 * An internet of one public address (`site` answers there), with a canary on every other address, and a resolver in
 * which each name has a list of answers: the first look-up gets the first one, later look-ups the later ones.
 */
export async function openInternet(site: RequestListener, names: Record<string, string[][]>) {
  const hits: string[] = [];
  const open = await serve(site);
  const canary = await serve((request, response) => {
    hits.push(`${request.headers.host ?? ""}${request.url ?? ""}`);
    response.end("canary");
  });
  const asked = new Map<string, number>();

  const resolve: Resolve = async (hostname) => {
    const name = hostname.replace(/\.$/, "");
    const answers = names[name];
    if (answers === undefined) throw Object.assign(new Error("no name"), { code: "ENOTFOUND" });
    const turn = asked.get(name) ?? 0;
    asked.set(name, turn + 1);
    return (answers[Math.min(turn, answers.length - 1)] ?? []).map(record);
  };

  const dial: Dial = (lookup) => (options, callback) => {
    const hostname = options.hostname.replace(/^\[(.*)\]$/, "$1");
    const reach = (address: string) => {
      const port = address === publicAddress ? open.port : canary.port;
      const socket = connect(port, "127.0.0.1", () => callback(null, socket));
      Object.defineProperty(socket, "remoteAddress", { value: address });
      socket.on("error", () => {});
    };
    if (isIP(hostname) !== 0) return reach(hostname);
    return lookup(hostname, { all: true }, (error, addresses) => {
      const first = Array.isArray(addresses) ? addresses[0]?.address : addresses;
      if (error !== null) callback(error, null);
      else if (first === undefined) callback(new Error("no address"), null);
      else reach(first);
    });
  };

  return {
    hits,
    resolve,
    dial,
    async [Symbol.asyncDispose]() {
      await open[Symbol.asyncDispose]();
      await canary[Symbol.asyncDispose]();
    },
  };
}

const record = (address: string): LookupAddress => ({ address, family: isIP(address) });
