import { WebAPIPlatformError, WebAPIRateLimitedError, WebClient } from "@slack/web-api";
import type { z } from "zod";
import { RateLimitedError } from "../errors.ts";
import { SlackAmbiguous, SlackRefusal } from "./errors.ts";
import { openPace } from "./pace.ts";
import { silent } from "./silent.ts";

/** Calls a Web API method and reads its answer. Throws SlackRefusal, SlackAmbiguous or RateLimitedError, nothing else. */
export type Call = <Output>(
  method: string,
  args: Record<string, unknown>,
  output: z.ZodType<Output>,
) => Promise<Output>;

/** Refusals that say nothing about whether the thing was done. */
const unclear = new Set([
  "internal_error",
  "fatal_error",
  "request_timeout",
  "service_unavailable",
]);

/** Slack answers within a second or two; a call that takes longer is looked for in the thread instead. In milliseconds. */
const callTimeoutMs = 10_000;

export function openCall(options: { token: string; apiUrl: string; now: () => Date }): Call {
  // The client never repeats a call by itself: a lost answer would become a second visible message.
  const client = new WebClient(options.token, {
    slackApiUrl: options.apiUrl,
    retryConfig: { retries: 0 },
    rejectRateLimitedCalls: true,
    timeout: callTimeoutMs,
    logger: silent(),
  });
  const pace = openPace(options.now);
  return async (method, args, output) => {
    const where = typeof args["channel"] === "string" ? args["channel"] : "";
    const waitMs = pace.wait(method, where);
    if (waitMs > 0) throw new RateLimitedError("Slack", Math.ceil(waitMs / 1_000));
    const answer = await client.apiCall(method, args).catch((error: unknown) => {
      if (error instanceof WebAPIRateLimitedError)
        pace.told(method, where, error.retryAfter * 1_000);
      throw translate(method, error);
    });
    const parsed = output.safeParse(answer);
    if (parsed.success) return parsed.data;
    throw new SlackAmbiguous(`${method} answered something unexpected`, { cause: parsed.error });
  };
}

function translate(method: string, error: unknown): Error {
  if (error instanceof WebAPIRateLimitedError) {
    return new RateLimitedError("Slack", error.retryAfter, { cause: error });
  }
  if (error instanceof WebAPIPlatformError && !unclear.has(error.data.error)) {
    return new SlackRefusal(method, error.data.error);
  }
  return new SlackAmbiguous(`${method} got no clear answer`, { cause: error });
}
