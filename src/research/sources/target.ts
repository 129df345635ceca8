import { isIP } from "node:net";
import { isPublicAddress } from "./guard.ts";
import { shownUrl, unreadable } from "./wording.ts";

/** An address that may be asked: what a request is made to, again after each redirect. */
export type Target = { readonly ok: true; readonly url: URL; readonly allowed: boolean };

/**
 * Checks an address before a connection is tried, so that a refusal has a clear sentence. The guard checks again while
 * connecting; only that is the defence. `URL` has already turned decimal, hexadecimal, octal, short and full-width
 * spellings of IPv4 into the usual one.
 */
export function checkTarget(
  address: string,
  rules: {
    readonly allow: ReadonlySet<string>;
    /** The page that redirected here. */
    readonly previous: URL | null;
    readonly urlCharsMax: number;
  },
): Target | { readonly ok: false; readonly problem: string } {
  const refuse = (why: string) =>
    ({ ok: false, problem: unreadable(shownUrl(address), why) }) as const;

  const url = address.length > rules.urlCharsMax ? null : URL.parse(address);
  if (url === null) return refuse("it is not a usable web address");
  if (url.protocol !== "http:" && url.protocol !== "https:") {
    return refuse("only http and https addresses are read");
  }
  const port = url.port || (url.protocol === "https:" ? "443" : "80");
  const allowed = rules.allow.has(`${url.hostname}:${port}`);
  if (url.username !== "" || url.password !== "") {
    // A user in front of the host mostly serves to make the host look like another one.
    return refuse("it contains a user name or password");
  }
  if (allowed) return { ok: true, url, allowed };

  const literal = url.hostname.replace(/^\[(.*)\]$/, "$1");
  if (isIP(literal) !== 0 && !isPublicAddress(literal)) return refuse("the address is private");
  if (/(^|\.)(localhost|local|internal|home\.arpa)\.?$/.test(url.hostname)) {
    return refuse("the address is private");
  }
  if (!publicPorts.has(port)) return refuse(`port ${port} is not one that pages are read from`);
  if (rules.previous?.protocol === "https:" && url.protocol === "http:") {
    // What an encrypted page leads to is not fetched open to change on the way; nearly every site has both.
    if (port !== "80") return refuse("a secure page redirects there without encryption");
    url.protocol = "https:";
  }
  return { ok: true, url, allowed };
}

/** Where web servers for people listen; other ports are how a page would have us knock at inner services. */
const publicPorts = new Set(["80", "443", "8080", "8443"]);
