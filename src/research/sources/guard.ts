import type { LookupAddress } from "node:dns";
import { isIP, type LookupFunction } from "node:net";
import { callbackify } from "node:util";
import ipaddr from "ipaddr.js";
import type { buildConnector } from "undici";

/** The address is not one of the public internet. Thrown inside a connection attempt, shown as words by the fetch. */
export class AddressRefusedError extends Error {
  override readonly name = "AddressRefusedError";

  constructor() {
    super("the address is private");
  }
}

/** All addresses of a host, as `dns.lookup` with `all` gives them. */
export type Resolve = (hostname: string) => Promise<readonly LookupAddress[]>;

/** Opens sockets, asking `lookup` for the addresses of names. The effect behind the guard. */
export type Dial = (lookup: LookupFunction) => buildConnector.connector;

/**
 * A connector for undici that reaches public addresses only. It checks at connection time, because checks before that
 * are undone by redirects and by names that answer differently the second time: literal addresses (which skip the
 * look-up), every address a name has (one private record among public ones is an attack, not a mishap), and the peer
 * that was really reached.
 */
export function guardedConnector(resolve: Resolve, dial: Dial): buildConnector.connector {
  const connect = dial(lookupOf((hostname) => resolvePublic(resolve, hostname)));

  return (options, callback) => {
    const literal = options.hostname.replace(/^\[(.*)\]$/, "$1");
    if (isIP(literal) !== 0 && !isPublicAddress(literal)) {
      callback(new AddressRefusedError(), null);
      return;
    }
    connect(options, (error, socket) => {
      if (error !== null) {
        callback(error, null);
      } else if (!isPublicAddress(socket.remoteAddress ?? "")) {
        socket.destroy();
        callback(new AddressRefusedError(), null);
      } else {
        callback(null, socket);
      }
    });
  };
}

/** The same look-up as Node's sockets want it; undici asks for all addresses, so that IPv4 is tried where IPv6 is broken. */
export function lookupOf(resolve: Resolve): LookupFunction {
  const ask = callbackify(resolve);
  return (hostname, _options, callback) =>
    ask(hostname, (error, addresses) => callback(error, error === null ? [...addresses] : []));
}

/** True for addresses of the public internet; false for all that is private, reserved, translated or not an address. */
export function isPublicAddress(text: string): boolean {
  const unscoped = text.replace(/%.*$/, "");
  if (isIP(unscoped) === 0) return false;
  const address = ipaddr.parse(unscoped);
  if (address.range() !== "unicast") return false;
  if (address.kind() === "ipv6") return address.match(globalIpv6());
  return !cloudServices.includes(address.toString());
}

/** Azure's and Alibaba's metadata services live on addresses that look public. */
const cloudServices = ["168.63.129.16", "100.100.100.200"];

/** Only this block of IPv6 is given out to the internet at large; `unicast` alone means "not known to be special". */
const globalIpv6 = () => ipaddr.parseCIDR("2000::/3");

async function resolvePublic(
  resolve: Resolve,
  hostname: string,
): Promise<readonly LookupAddress[]> {
  const addresses = await resolve(hostname);
  if (addresses.length === 0) throw new Error("no addresses");
  if (!addresses.every(({ address }) => isPublicAddress(address))) throw new AddressRefusedError();
  return addresses;
}
