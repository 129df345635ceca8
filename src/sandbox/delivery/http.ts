import { createHmac } from "node:crypto";
import type { Answer, Attempt, Envelope, Transport } from "./envelope.ts";

export type HttpTarget = { url: string; signingSecret: string };

/** An app's answer is short; what is longer is cut. */
const ackBodyMax = 1_000_000;

/** Signed POSTs to the app's request URL, as Slack makes them. */
export function httpTransport(target: HttpTarget, now: () => Date): Transport {
  const closing = new AbortController();
  return {
    via: "http",
    send: (envelope, attempt) => post(target, now, encode(envelope), attempt, closing.signal),
    close: () => closing.abort(),
  };
}

type Encoded = { body: string; contentType: string };

/** Asks a request URL to prove itself: the answer's body must repeat the challenge. */
export async function verifyUrl(target: HttpTarget, now: () => Date): Promise<boolean> {
  const challenge = createHmac("sha256", target.url).update(now().toISOString()).digest("hex");
  const body = JSON.stringify({ token: "verification", challenge, type: "url_verification" });
  const attempt = { number: 0, reason: undefined, ackTimeoutMs: 3_000 };
  const encoded = { body, contentType: "application/json" };
  const answer = await post(target, now, encoded, attempt, new AbortController().signal);
  return answer.ok && JSON.stringify(answer.body).includes(challenge);
}

function encode(envelope: Envelope): Encoded {
  const form = "application/x-www-form-urlencoded";
  const { kind, payload } = envelope;
  if (kind === "events_api") {
    return { body: JSON.stringify(payload), contentType: "application/json" };
  }
  const fields =
    kind === "slash_commands" ? Object.entries(payload) : [["payload", JSON.stringify(payload)]];
  const body = new URLSearchParams();
  for (const [key = "", value] of fields) body.set(key, String(value));
  return { body: body.toString(), contentType: form };
}

async function post(
  target: HttpTarget,
  now: () => Date,
  { body, contentType }: Encoded,
  attempt: Attempt,
  closing: AbortSignal,
): Promise<Answer> {
  const timeout = AbortSignal.timeout(attempt.ackTimeoutMs);
  try {
    const response = await fetch(target.url, {
      method: "POST",
      body,
      redirect: "manual",
      signal: AbortSignal.any([timeout, closing]),
      headers: {
        "content-type": contentType,
        "user-agent": "Slackbot 1.0 (+https://api.slack.com/robots)",
        ...sign(target.signingSecret, Math.floor(now().getTime() / 1_000), body),
        ...retryHeaders(attempt),
      },
    });
    return await readAnswer(response);
  } catch {
    // Whatever it was (refused, reset, cut off), Slack only tells a timeout from a failed connection.
    const reason = timeout.aborted ? "http_timeout" : "connection_failed";
    return { ok: false, status: 0, body: null, reason };
  }
}

/** The two headers of a signed request. `at` in seconds since 1970. */
export function sign(signingSecret: string, at: number, body: string): Record<string, string> {
  const digest = createHmac("sha256", signingSecret).update(`v0:${at}:${body}`).digest("hex");
  return { "x-slack-request-timestamp": String(at), "x-slack-signature": `v0=${digest}` };
}

function retryHeaders({ number, reason }: Attempt): Record<string, string> {
  if (number === 0) return {};
  return {
    "x-slack-retry-num": String(number),
    "x-slack-retry-reason": reason ?? "unknown_error",
  };
}

async function readAnswer(response: Response): Promise<Answer> {
  const text = (await response.text()).slice(0, ackBodyMax);
  const body = parseBody(text, response.headers.get("content-type") ?? "");
  if (response.ok) return { ok: true, status: response.status, body };
  return {
    ok: false,
    status: response.status,
    body,
    reason: "http_error",
    final: response.headers.get("x-slack-no-retry") === "1",
  };
}

function parseBody(text: string, contentType: string): unknown {
  if (text === "" || !contentType.includes("json")) return text;
  try {
    return JSON.parse(text);
  } catch {
    return text; // A body that says it is JSON and is not reads as plain text.
  }
}
