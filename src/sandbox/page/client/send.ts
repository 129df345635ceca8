/// <reference lib="dom" />
import type { Snapshot } from "../../contract.ts";
import type { Reply, RequestName } from "../../requests.ts";

/** Milliseconds a request may take: longer than the three seconds an app has, retries included. */
const requestTimeoutMs = 60_000;

/** Posts one request. A stand-in that cannot be reached is a reply like any other. */
export async function post(name: RequestName, body: object): Promise<Reply> {
  try {
    const response = await fetch(`/sandbox/${name}`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify(body),
      signal: AbortSignal.timeout(requestTimeoutMs),
    });
    const reply: Reply = await response.json();
    return reply;
  } catch {
    return { ok: false, error: "not_reachable" };
  }
}

/** The world as `user` sees it; undefined when the stand-in does not answer or knows no such person. */
export async function fetchSnapshot(user: string): Promise<Snapshot | undefined> {
  try {
    const response = await fetch(`/sandbox/state?user=${encodeURIComponent(user)}`);
    if (!response.ok) return undefined;
    const snapshot: Snapshot = await response.json();
    // They come by channel; everything here relies on one order of time.
    return { ...snapshot, messages: snapshot.messages.toSorted((a, b) => (a.ts < b.ts ? -1 : 1)) };
  } catch {
    return undefined; // The caller shows that it is offline and tries again.
  }
}

/** What a failed request is told as. */
export function failureText(reply: Reply): string {
  if (reply.error === "not_reachable")
    return "The local Slack does not answer. Is it still running?";
  return `That did not work: ${(reply.error ?? reply.ack?.error ?? "unknown_error").replaceAll("_", " ")}.`;
}
