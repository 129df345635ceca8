import Anthropic from "@anthropic-ai/sdk";
import { z } from "zod";

import { startModel, type Model } from "./server.ts";

export type Answered = {
  readonly status: number;
  readonly headers: Headers;
  readonly body: unknown;
};

/** The real client library, at the stand-in, without its own retries. */
export const clientOf = ({ url, apiKey }: Pick<Model, "url" | "apiKey">): Anthropic =>
  new Anthropic({ baseURL: url, apiKey, maxRetries: 0 });

/** A request with the least that it needs. */
export const aRequest = (overrides: object = {}) => ({
  model: "claude-sonnet-5-5",
  max_tokens: 1_000,
  messages: [{ role: "user", content: "Why is checkout slow?" }],
  ...overrides,
});

/** Sends bytes that the client library would not, or not so. */
export async function ask(
  { url, apiKey }: Pick<Model, "url" | "apiKey">,
  body: object | string,
  { path = "/v1/messages", headers = {} }: { path?: string; headers?: Record<string, string> } = {},
): Promise<Answered> {
  const response = await fetch(`${url}${path}`, {
    method: "POST",
    body: typeof body === "string" ? body : JSON.stringify(body),
    headers: { "x-api-key": apiKey, "anthropic-version": "2026-10-21", ...headers },
    signal: AbortSignal.timeout(10_000),
  });
  return { status: response.status, headers: response.headers, body: await response.json() };
}

/** What a request is refused with: the message of a 400 in the service's shape, for which nothing is billed. */
export async function refusalOf(overrides: object): Promise<string> {
  await using model = await startModel({ brain: () => ({ content: [] }) });
  const { status, body, headers } = await ask(model, aRequest(overrides));
  const { error, request_id: id } = Refusal.parse({ ...Object(body), status });
  if (id !== headers.get("request-id")) throw new Error("two request ids");
  if (model.bill().dollars !== 0) throw new Error("a refusal was billed");
  return error.message;
}

const Refusal = z.strictObject({
  status: z.literal(400),
  type: z.literal("error"),
  error: z.strictObject({ type: z.literal("invalid_request_error"), message: z.string() }),
  request_id: z.string(),
});
