import type { IncomingMessage, ServerResponse } from "node:http";

import { ApiFailure, invalid } from "./failure.ts";

/** One request over HTTP, read and let in. */
export type Exchange = {
  readonly res: ServerResponse;
  readonly headers: IncomingMessage["headers"];
  readonly requestId: string;
  readonly body: unknown;
  readonly betas: ReadonlySet<string>;
  /** Aborted when the caller hangs up, or when the stand-in closes. */
  readonly signal: AbortSignal;
};

/** As the service says of `POST /v1/messages`. */
const bodyBytesMax = 32 * 1_024 * 1_024;
const versions: ReadonlySet<string> = new Set(["2023-06-01", "2026-10-21"]);

/** Reads a body of JSON; no body at all is undefined. */
export async function readBody(req: IncomingMessage): Promise<unknown> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of req) {
    const buffer = Buffer.from(chunk);
    bytes += buffer.length;
    // Read on past the limit: a caller that is still sending would not see the answer.
    if (bytes <= bodyBytesMax) chunks.push(buffer);
  }
  if (bytes > bodyBytesMax) {
    const message = "Request exceeds the maximum size";
    throw new ApiFailure({ status: 413, type: "request_too_large", message });
  }
  if (bytes === 0) return undefined;
  try {
    return JSON.parse(Buffer.concat(chunks).toString("utf8"));
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    throw invalid("The request body is not valid JSON.");
  }
}

/** Throws unless the key and the version are right. */
export function letIn(headers: IncomingMessage["headers"], apiKey: string): void {
  const bearer = /^Bearer (.+)$/i.exec(headers.authorization ?? "")?.[1];
  const key = headers["x-api-key"] ?? bearer;
  if (key === undefined) throw unauthorized("x-api-key header is required");
  if (key !== apiKey) throw unauthorized("invalid x-api-key");
  const version = headers["anthropic-version"];
  if (version === undefined) throw invalid("anthropic-version: header is required");
  if (typeof version !== "string" || !versions.has(version)) {
    throw invalid(`anthropic-version: "${String(version)}" is not a valid version`);
  }
}

export function betasOf(headers: IncomingMessage["headers"]): ReadonlySet<string> {
  const listed = [headers["anthropic-beta"] ?? []].flat().join(",");
  return new Set(listed.split(",").map((beta) => beta.trim()));
}

const unauthorized = (message: string): ApiFailure =>
  new ApiFailure({ status: 401, type: "authentication_error", message });
