import type { IncomingMessage, ServerResponse } from "node:http";
import type { App, Receiver } from "@slack/bolt";
import { parseBody } from "./body.ts";
import { answerWithinMs, type IngressLog, notStored, type Outcome, settle } from "./outcome.ts";
import { isSigned } from "./signature.ts";

export type Ingress = Receiver & {
  /** Answers `POST /slack/events`: 200 only after the listeners have stored what came. */
  readonly handle: (request: IncomingMessage, response: ServerResponse) => Promise<void>;
};

/** Slack's own payloads stay far below. In bytes. */
const bodyMax = 1024 * 1024;
/** A body that trickles in is given up while there is still time to store what came at once. In milliseconds. */
const bodyTimeoutMs = 1_000;
/** What is still being sent after a refusal is thrown away for so long, then cut off. In milliseconds. */
const lingerMs = 1_000;

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
    const began = now().getTime();
    const body = await readBody(request);
    if (typeof body === "number") {
      log("unread request refused", { status: body });
      return hangUp(request, response, body);
    }
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
    const { kind } = parsed;
    const delivered = { body: parsed.body, ...retryOf(request.headers) };
    const waitMs = answerWithinMs - (now().getTime() - began);
    respond(response, kind, await settle(app, delivered, { kind, waitMs, log }), log);
  }

  return {
    init: (bolt) => void (app = bolt),
    start: () => Promise.resolve(),
    stop: () => Promise.resolve(),
    handle,
  };
}

/** Only told, never trusted: an event that claims to be a repeat may be the first we hear of it. */
function retryOf(headers: IncomingMessage["headers"]): { retryNum?: number; retryReason?: string } {
  const { "x-slack-retry-num": number, "x-slack-retry-reason": reason } = headers;
  return {
    ...(typeof number === "string" && { retryNum: Number(number) }),
    ...(typeof reason === "string" && { retryReason: reason }),
  };
}

function respond(
  response: ServerResponse,
  kind: "event" | "command" | "interaction",
  outcome: Outcome,
  log: IngressLog,
): void {
  if (outcome.result === "settled") {
    return answer(response, outcome.acked ? 200 : 404, outcome.reply);
  }
  log(outcome.result === "malformed" ? "malformed request refused" : "not stored", {
    kind,
    error: outcome.error,
  });
  if (kind === "command") {
    const unsure = outcome.result === "failed" && outcome.unsure;
    return answer(response, 200, notStored(unsure));
  }
  // Slack sends an event again when it hears 503.
  return answer(response, outcome.result === "malformed" ? 400 : 503);
}

/** Answers somebody who may still be talking, and puts the receiver down. */
function hangUp(request: IncomingMessage, response: ServerResponse, status: number): void {
  const timer = setTimeout(() => request.socket.destroy(), lingerMs);
  request.once("close", () => clearTimeout(timer)).resume();
  if (!response.headersSent && !response.destroyed) {
    response.writeHead(status, { connection: "close" }).end();
  }
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
  if (Number(request.headers["content-length"] ?? 0) > bodyMax) return 413;
  const { promise, resolve } = Promise.withResolvers<Buffer | 408 | 413 | 400>();
  const timer = setTimeout(() => resolve(408), bodyTimeoutMs);
  const parts: Buffer[] = [];
  let size = 0;
  const take = (part: Buffer) => {
    size += part.length;
    if (size <= bodyMax) parts.push(part);
    else resolve(413);
  };
  request.on("data", take);
  request.on("end", () => resolve(Buffer.concat(parts)));
  request.on("error", () => resolve(400));
  const body = await promise;
  clearTimeout(timer);
  request.off("data", take);
  return body;
}
