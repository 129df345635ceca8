import type { ServerResponse } from "node:http";

import { asText, type StreamEvent } from "./events.ts";
import { failureBody, type FailureFacts } from "./failure.ts";
import type { Fault } from "./fault.ts";
import { hold, pause, type Wire } from "./wait.ts";

/** How far an answer got. `tokens` is what the caller has of it. */
export type Delivery = {
  readonly outcome: "whole" | "cut" | "error";
  readonly status: number;
  readonly tokens: number;
};

export type Line = Wire & {
  readonly requestId: string;
  /** Called once the answer begins, and once before its last bytes. */
  readonly onBegin: () => void;
  readonly onWhole: () => void;
};

/** Sends an answer as a stream, as far as the fault lets it. */
export async function sendStream(line: Line, events: readonly StreamEvent[]): Promise<Delivery> {
  const { res, fault, signal } = line;
  if (fault?.kind === "lost") return lose(line, events.at(-1)?.tokens ?? 0);
  const limit = limitOf(fault);
  let tokens = 0;
  res.writeHead(200, {
    "content-type": "text/event-stream; charset=utf-8",
    "cache-control": "no-cache",
    "request-id": line.requestId,
  });
  res.flushHeaders();
  await pause(line, line.pace.beforeMs);
  for (const [n, event] of events.entries()) {
    if (n === limit) return await breakOff(line, tokens);
    await pause(line, line.pace.perEventMs);
    if (signal.aborted) return { outcome: "cut", status: 200, tokens };
    if (n === 0) line.onBegin();
    if (n === events.length - 1) line.onWhole();
    res.write(asText(event.data));
    tokens = event.tokens;
  }
  res.end();
  return { outcome: "whole", status: 200, tokens };
}

/** Sends an answer in one piece, as far as the fault lets it. */
export async function sendWhole(line: Line, message: object, tokens: number): Promise<Delivery> {
  const { res, fault, signal } = line;
  if (fault?.kind === "lost") return lose(line, tokens);
  const body = Buffer.from(JSON.stringify(message));
  await pause(line, (line.pace.beforeMs ?? 0) + (line.pace.perEventMs ?? 0));
  if (signal.aborted) return { outcome: "cut", status: 0, tokens };
  line.onBegin();
  if (fault?.kind === "error_event") {
    sendFailure(line, { status: 529, type: fault.type, message: fault.message });
    return { outcome: "error", status: 529, tokens: 0 };
  }
  res.writeHead(200, {
    "content-type": "application/json",
    "content-length": body.length,
    "request-id": line.requestId,
  });
  if (fault?.kind === "cut" || fault?.kind === "silence") {
    res.write(body.subarray(0, Math.floor(body.length / 2)));
    // Pings are for streams alone.
    const still = fault.kind === "silence" ? { ...fault, pingEveryMs: undefined } : fault;
    return await breakOff({ ...line, fault: still }, tokens);
  }
  line.onWhole();
  res.end(body);
  return { outcome: "whole", status: 200, tokens };
}

export function sendFailure(
  { res, requestId }: Pick<Line, "res" | "requestId">,
  facts: FailureFacts,
) {
  res.writeHead(facts.status, {
    "content-type": "application/json",
    "request-id": requestId,
    ...facts.headers,
  });
  res.end(JSON.stringify(failureBody(facts, requestId)));
}

function limitOf(fault: Fault | undefined): number {
  if (fault?.kind === "cut" || fault?.kind === "error_event") return fault.afterEvents;
  if (fault?.kind !== "silence") return Infinity;
  return typeof fault.after === "number" ? fault.after : 0;
}

async function breakOff(line: Line, tokens: number): Promise<Delivery> {
  const { res, fault, requestId } = line;
  if (fault?.kind === "error_event") {
    const facts = { status: 200, type: fault.type, message: fault.message };
    res.end(`event: error\ndata: ${JSON.stringify(failureBody(facts, requestId))}\n\n`);
    return { outcome: "error", status: 200, tokens };
  }
  if (fault?.kind === "silence") await hold(line);
  else if (fault?.kind === "cut" && fault.how === "end") res.end();
  else await flushed(res);
  return { outcome: "cut", status: 200, tokens };
}

/** Destroys the connection, once what was written before is on its way. */
async function flushed(res: ServerResponse): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  if (res.socket?.destroyed !== false) return;
  res.socket.write("", () => resolve());
  await promise;
  res.destroy();
}

function lose({ res }: Line, tokens: number): Delivery {
  res.destroy();
  return { outcome: "cut", status: 0, tokens };
}
