import type { IncomingMessage, ServerResponse } from "node:http";
import type { App, Receiver, ReceiverEvent } from "@slack/bolt";
import { parseBody } from "./body.ts";
import { isSigned } from "./signature.ts";

export type IngressLog = (event: string, fields: Record<string, string | number>) => void;

export type Ingress = Receiver & {
  /** Answers `POST /slack/events`: 200 only after the listeners have stored what came. */
  readonly handle: (request: IncomingMessage, response: ServerResponse) => Promise<void>;
};

/** Slack's own payloads stay far below. In bytes. */
const bodyMax = 1024 * 1024;
/** A body that trickles in is given up. In milliseconds. */
const bodyTimeoutMs = 5_000;
/** Slack hangs up after 3 s; an answer of ours, even a no, is worth more than that. In milliseconds. */
const deadlineMs = 2_500;

const notStored = "I could not store this, so nothing was started. Please try again in a minute.";

/**
 * Signed HTTP in front of Bolt. Bolt acknowledges events before its listeners run and dies on some signed nonsense;
 * here the answer waits for the listeners, and a body that is no object goes no further.
 */
export function openIngress(options: {
  signingSecret: string;
  now: () => Date;
  log: IngressLog;
}): Ingress {
  const { signingSecret, now, log } = options;
  let app: App | undefined;

  async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = await readBody(request);
    if (typeof body === "number") return answer(response, body);
    const { "x-slack-request-timestamp": timestamp, "x-slack-signature": signature } =
      request.headers;
    if (!isSigned({ timestamp, signature, body }, signingSecret, now())) {
      log("unsigned request refused", { bytes: body.length });
      return answer(response, 401);
    }
    const parsed = parseBody(body, request.headers["content-type"]);
    if (parsed === undefined) {
      log("malformed request refused", { bytes: body.length });
      return answer(response, 400);
    }
    if (parsed.kind === "ping") return answer(response, 200, parsed.reply);
    if (app === undefined) return answer(response, 503);
    const outcome = await settle(app, parsed.body, request.headers);
    respond(response, parsed.kind, outcome, log);
  }

  return {
    init: (bolt) => void (app = bolt),
    start: () => Promise.resolve(),
    stop: () => Promise.resolve(),
    handle,
  };
}

type Outcome =
  | { readonly ok: true; readonly acked: boolean; readonly reply: unknown }
  | { readonly ok: false; readonly error: string };

/** Lets the listeners work, and stops waiting before Slack does. */
async function settle(
  app: App,
  body: Record<string, unknown>,
  headers: IncomingMessage["headers"],
): Promise<Outcome> {
  let acked = false;
  let reply: unknown;
  const retryReason = headers["x-slack-retry-reason"];
  const event: ReceiverEvent = {
    body,
    ...(headers["x-slack-retry-num"] && { retryNum: Number(headers["x-slack-retry-num"]) }),
    ...(typeof retryReason === "string" && { retryReason }),
    ack: (said: unknown) => {
      acked = true;
      reply = said;
      return Promise.resolve();
    },
  };
  const { promise: deadline, resolve: late } = Promise.withResolvers<Outcome>();
  const timer = setTimeout(() => late({ ok: false, error: "deadline" }), deadlineMs);
  const done = app.processEvent(event).then(
    (): Outcome => ({ ok: true, acked, reply }),
    (error: unknown): Outcome => ({ ok: false, error: nameOf(error) }),
  );
  const outcome = await Promise.race([done, deadline]);
  clearTimeout(timer);
  return outcome;
}

function respond(
  response: ServerResponse,
  kind: "event" | "command" | "interaction",
  outcome: Outcome,
  log: IngressLog,
): void {
  if (outcome.ok) return answer(response, outcome.acked ? 200 : 404, outcome.reply);
  log("not stored", { kind, error: outcome.error });
  // Slack sends an event again when it hears 503. It never repeats a command, and shows a person only what comes with 200.
  if (kind === "command") {
    return answer(response, 200, { response_type: "ephemeral", text: notStored });
  }
  return answer(response, 503);
}

function answer(response: ServerResponse, status: number, reply?: unknown): void {
  if (response.headersSent || response.destroyed) return;
  if (reply === undefined || reply === null || reply === "") {
    response.writeHead(status).end();
  } else if (typeof reply === "string") {
    response.writeHead(status, { "content-type": "text/plain; charset=utf-8" }).end(reply);
  } else {
    response
      .writeHead(status, { "content-type": "application/json; charset=utf-8" })
      .end(JSON.stringify(reply));
  }
}

/** The body's bytes, or the status that refuses it. */
async function readBody(request: IncomingMessage): Promise<Buffer | 408 | 413 | 400> {
  const { promise, resolve } = Promise.withResolvers<Buffer | 408 | 413 | 400>();
  const timer = setTimeout(() => resolve(408), bodyTimeoutMs);
  const parts: Buffer[] = [];
  let size = 0;
  request.on("data", (part: Buffer) => {
    size += part.length;
    if (size > bodyMax) {
      resolve(413);
      request.resume();
    } else {
      parts.push(part);
    }
  });
  request.on("end", () => resolve(Buffer.concat(parts)));
  request.on("error", () => resolve(400));
  const body = await promise;
  clearTimeout(timer);
  return body;
}

const nameOf = (error: unknown): string => {
  if (!(error instanceof Error)) return "a thrown value";
  // Bolt wraps what a listener threw; what matters is inside.
  const { original } = error as Error & { original?: unknown };
  const inner = original instanceof Error ? original : error;
  const code = "code" in inner && typeof inner.code === "string" ? ` ${inner.code}` : "";
  return `${inner.name}${code}`;
};
