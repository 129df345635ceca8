import type { ServerResponse } from "node:http";

import { asText } from "./events.ts";
import type { Fault } from "./fault.ts";
import type { Pace } from "./reply.ts";

/** One connection to a caller, and what it is to suffer. */
export type Wire = {
  readonly res: ServerResponse;
  /** Aborted when the caller hangs up, or when the stand-in closes. */
  readonly signal: AbortSignal;
  readonly fault: Fault | undefined;
  readonly pace: Pace;
};

/** Holds the line open without a word until the caller hangs up. */
export async function hold({ res, signal, fault }: Omit<Wire, "pace">) {
  const pingMs = fault?.kind === "silence" ? fault.pingEveryMs : undefined;
  while (!signal.aborted) {
    await rest(pingMs ?? longestRestMs, signal);
    if (pingMs !== undefined && !signal.aborted) res.write(asText({ type: "ping" }));
  }
}

const longestRestMs = 60_000;

/** Waits, with pings if the pace has them. */
export async function pause({ res, pace, signal }: Wire, ms = 0): Promise<void> {
  let left = ms;
  while (left > 0 && !signal.aborted) {
    const step = Math.min(left, pace.pingEveryMs ?? left);
    await rest(step, signal);
    left -= step;
    if (left > 0 && res.headersSent && !signal.aborted) res.write(asText({ type: "ping" }));
  }
}

/** A wait that ends early, and without an error, when the signal is aborted. */
async function rest(ms: number, signal: AbortSignal): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  const stop = () => resolve();
  const timer = setTimeout(stop, ms);
  signal.addEventListener("abort", stop);
  if (signal.aborted) stop();
  await promise;
  clearTimeout(timer);
  signal.removeEventListener("abort", stop);
}
