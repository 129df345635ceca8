import { lookup } from "node:dns/promises";
import { Agent, buildConnector, request } from "undici";
import { whyNotFetched } from "./failure.ts";
import { againstFloods } from "./flood.ts";
import { type Dial, guardedConnector, lookupOf, type Resolve } from "./guard.ts";
import { type FetchLimits, fetchLimits } from "./limits.ts";
import { failed, type Fetched, type Moved, receive } from "./response.ts";
import { checkTarget, type Target } from "./target.ts";
import { seconds, shownUrl } from "./wording.ts";

/** Fetches one page. Throws only when `signal` is aborted; all else is a value. */
export type FetchPage = (url: string, signal: AbortSignal) => Promise<Fetched>;

export type FetchOptions = {
  /** `host:port` pairs that the guard lets pass, exactly as written, e.g. `wiki.intranet:80` or `[fd00::1]:443`. */
  readonly allow: readonly string[];
  readonly limits?: FetchLimits;
  /** The system's resolver unless given. */
  readonly resolve?: Resolve;
  /** undici's connector unless given. */
  readonly dial?: Dial;
};

type Hop = { readonly agents: Agents; readonly limits: FetchLimits; readonly signal: AbortSignal };
type Agents = { readonly guarded: Agent; readonly open: Agent };

/** The one way from an address to bytes. Close it to close its connections. */
export function openFetch(options: FetchOptions): { fetchPage: FetchPage } & AsyncDisposable {
  const limits = options.limits ?? fetchLimits;
  const allow = new Set(options.allow.map((pair) => pair.trim().toLowerCase()));
  const agents = openAgents(options, limits);

  return {
    async fetchPage(url, signal) {
      const deadline = AbortSignal.timeout(limits.totalMs);
      try {
        const hop = { agents, limits, signal: AbortSignal.any([signal, deadline]) };
        return await follow(url, allow, hop);
      } catch (error) {
        signal.throwIfAborted();
        if (!deadline.aborted) throw error;
        const waited = `did not answer within ${seconds(limits.totalMs)}.`;
        return { ok: false, problem: `${shownUrl(url)} ${waited}` };
      }
    },
    async [Symbol.asyncDispose]() {
      await Promise.all([agents.guarded.destroy(), agents.open.destroy()]);
    },
  };
}

function openAgents(options: FetchOptions, limits: FetchLimits): Agents {
  const resolve = options.resolve ?? ((hostname) => lookup(hostname, { all: true }));
  const dial =
    options.dial ??
    ((ask) => buildConnector({ lookup: ask, timeout: limits.connectMs, allowH2: false }));
  const settings = {
    maxHeaderSize: limits.headerBytesMax,
    headersTimeout: limits.idleMs,
    bodyTimeout: limits.idleMs,
    allowH2: false,
    // One request a connection, so that what it takes in belongs to that request.
    pipelining: 0,
  };
  const open = (connect: buildConnector.connector) =>
    new Agent({ ...settings, connect: againstFloods(connect, limits.socketBytesMax) });
  return {
    guarded: open(guardedConnector(resolve, dial)),
    open: open(dial(lookupOf(resolve))),
  };
}

async function follow(first: string, allow: ReadonlySet<string>, hop: Hop): Promise<Fetched> {
  const seen = new Set<string>();
  let address = first;
  let previous: URL | null = null;
  for (let redirects = 0; redirects <= hop.limits.redirectsMax; redirects += 1) {
    const target = checkTarget(address, { allow, previous, urlCharsMax: hop.limits.urlCharsMax });
    if (!target.ok) return target;
    if (seen.has(target.url.href)) return failed(first, "it redirects in a circle");
    seen.add(target.url.href);

    const outcome = await fetchOnce(target, hop);
    if ("ok" in outcome) return outcome;
    previous = target.url;
    address = URL.parse(outcome.location, previous.href)?.href ?? outcome.location;
  }
  return failed(first, `it redirects more than ${hop.limits.redirectsMax} times`);
}

async function fetchOnce(target: Target, hop: Hop): Promise<Fetched | Moved> {
  try {
    const response = await request(target.url.href, {
      dispatcher: target.allowed ? hop.agents.open : hop.agents.guarded,
      signal: hop.signal,
      headers: {
        "user-agent": "Legwork/0.1 (+research assistant)",
        accept: "text/html,application/xhtml+xml,application/pdf;q=0.9,text/plain;q=0.8,*/*;q=0.5",
        "accept-encoding": "gzip, br",
        "accept-language": "en,*;q=0.5",
      },
    });
    return await receive(response, target, hop.limits, hop.signal);
  } catch (error) {
    hop.signal.throwIfAborted();
    return failed(target.url.href, whyNotFetched(error));
  }
}
