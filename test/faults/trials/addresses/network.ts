import { execFileSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { createServer, type RequestListener } from "node:http";
import { join } from "node:path";
import type { FetchOptions } from "../../../../src/research/sources/fetch.ts";
import { openInternet, publicAddress } from "../../../research/sources/internet.ts";
import { type Names, openNames } from "./names.ts";

/** A small internet: one public address with a site, and a canary everywhere else. */
export type Network = AsyncDisposable & {
  /** What reached the canary: the address that was connected to, or the request. */
  readonly hits: readonly string[];
  /** How to get there; nothing where the machine's own way leads there. */
  readonly way: Pick<FetchOptions, "resolve" | "dial">;
};

/**
 * Makes the network of this process its own: every address there is leads back to this process, names are answered by
 * it, and no packet leaves. Throws where the process shares its network with others.
 */
export async function openOwnNetwork(
  site: RequestListener,
  { names, ports, folder }: { names: Names; ports: readonly number[]; folder: string },
): Promise<Network> {
  takeOver(folder);
  await using opened = new AsyncDisposableStack();
  opened.use(await openNames(names));
  const hits: string[] = [];
  for (const port of ports) {
    for (const host of ["0.0.0.0", "::"]) {
      const server = createServer(site);
      server.on("connection", ({ localAddress }) => {
        const address = localAddress?.replace(/^::ffff:(?=\d+\.)/, "") ?? "?";
        if (address !== publicAddress) hits.push(`${address} port ${port}`);
      });
      await new Promise<void>((listening) =>
        server.listen({ port, host, ipv6Only: host === "::" }, listening),
      );
      opened.defer(() => {
        server.closeAllConnections();
        server.close();
      });
    }
  }
  const held = opened.move();
  return { hits, way: {}, [Symbol.asyncDispose]: () => held.disposeAsync() };
}

function takeOver(folder: string): void {
  // In a new network nothing is up yet, not even the loopback device.
  const up = execFileSync("ip", ["-o", "link", "show", "up"], { encoding: "utf8" });
  if (up.trim() !== "") throw new Error("this network is shared with others");
  execFileSync("ip", ["link", "set", "lo", "up"]);
  execFileSync("ip", ["route", "add", "local", "0.0.0.0/0", "dev", "lo"]);
  execFileSync("ip", ["-6", "route", "add", "local", "::/0", "dev", "lo"]);
  const own = { "resolv.conf": "nameserver 127.0.0.1\n", "nsswitch.conf": "hosts: files dns\n" };
  for (const [name, text] of Object.entries(own)) {
    const file = join(folder, name);
    writeFileSync(file, text);
    execFileSync("mount", ["--bind", file, `/etc/${name}`]);
  }
}

/** The same without a network of its own: look-ups and connections are answered by stand-ins. */
export async function openStubbedNetwork(site: RequestListener, names: Names): Promise<Network> {
  const answers = Object.entries(names).map(([name, turns]) => [
    name,
    turns.map((all) => [...all]),
  ]);
  const internet = await openInternet(site, Object.fromEntries(answers));
  const { hits, resolve, dial } = internet;
  return {
    hits,
    way: { resolve, dial },
    [Symbol.asyncDispose]: () => internet[Symbol.asyncDispose](),
  };
}
