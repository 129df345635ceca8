import { Agent, request } from "undici";
import { readBody } from "../body.ts";
import type { SearchLimits } from "../limits.ts";
import { seconds } from "../wording.ts";

export type Question = {
  readonly url: URL;
  readonly headers?: Readonly<Record<string, string>>;
  /** Sent as JSON with POST; without it the question is a GET. */
  readonly body?: unknown;
};

/** A provider's answer; `json` is undefined where the body was none. `why` ends "Web search (x) ". */
export type Answer =
  | { readonly ok: true; readonly status: number; readonly json: unknown }
  | { readonly ok: false; readonly why: string };

/** Asks a search provider. Throws only when `signal` is aborted. */
export type Ask = (question: Question, signal: AbortSignal) => Promise<Answer>;

/**
 * The door to search providers, apart from the one to pages: the operator chose these addresses, so an intranet is
 * allowed, and no redirect is followed, so that a key goes nowhere else.
 */
export function openAsk(limits: SearchLimits): { ask: Ask } & AsyncDisposable {
  const agent = new Agent({
    connect: { timeout: limits.connectMs },
    headersTimeout: limits.totalMs,
    bodyTimeout: limits.totalMs,
    allowH2: false,
  });
  return {
    async ask(question, signal) {
      const deadline = AbortSignal.timeout(limits.totalMs);
      try {
        return await put(question, agent, limits, AbortSignal.any([signal, deadline]));
      } catch {
        signal.throwIfAborted();
        if (deadline.aborted)
          return { ok: false, why: `did not answer within ${seconds(limits.totalMs)}` };
        return { ok: false, why: "could not be reached" };
      }
    },
    async [Symbol.asyncDispose]() {
      await agent.destroy();
    },
  };
}

async function put(
  { url, headers, body }: Question,
  dispatcher: Agent,
  limits: SearchLimits,
  signal: AbortSignal,
): Promise<Answer> {
  const response = await request(url.href, {
    dispatcher,
    signal,
    method: body === undefined ? "GET" : "POST",
    headers: {
      "user-agent": "Legwork/0.1 (+research assistant)",
      accept: "application/json",
      "accept-encoding": "gzip",
      ...(body === undefined ? {} : { "content-type": "application/json" }),
      ...headers,
    },
    body: body === undefined ? null : JSON.stringify(body),
  });
  const encoding = [response.headers["content-encoding"]].flat()[0] ?? "";
  const caps = { wireBytesMax: limits.answerBytesMax, decodedBytesMax: limits.answerBytesMax };
  const read = await readBody(response.body, encoding, caps, signal);
  if (!read.ok) return { ok: false, why: "answered something that I cannot read" };
  return { ok: true, status: response.statusCode, json: parseJson(read.bytes) };
}

function parseJson(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(Buffer.from(bytes).toString());
  } catch {
    return undefined; // An error page; the schema of the answer refuses it.
  }
}
