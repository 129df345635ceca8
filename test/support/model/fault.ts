import type Anthropic from "@anthropic-ai/sdk";
import { z } from "zod";

import type { ErrorType } from "./failure.ts";

const errorTypes: readonly [ErrorType, ...ErrorType[]] = [
  "invalid_request_error",
  "authentication_error",
  "billing_error",
  "permission_error",
  "not_found_error",
  "request_too_large",
  "rate_limit_error",
  "timeout_error",
  "api_error",
  "overloaded_error",
];

const Events = z.int().min(0);
const Ms = z.number().min(0).optional();

/** Something that goes wrong with one call. Plain data, so that it can be ordered from another process too. */
export const Fault = z.discriminatedUnion("kind", [
  /** A status and an error body instead of an answer. */
  z.strictObject({
    kind: z.literal("status"),
    status: z.int().min(400).max(599),
    type: z.enum(errorTypes),
    message: z.string(),
    headers: z.record(z.string(), z.string()).optional(),
    details: z.record(z.string(), z.unknown()).optional(),
  }),
  /** So many events, then an `error` event, then the end of the stream. */
  z.strictObject({
    kind: z.literal("error_event"),
    afterEvents: Events,
    type: z.enum(errorTypes),
    message: z.string(),
  }),
  /** No byte at all, or none after the headers or so many events, until the caller hangs up; at most pings. */
  z.strictObject({
    kind: z.literal("silence"),
    after: z.union([z.enum(["nothing", "headers"]), Events]),
    pingEveryMs: Ms,
  }),
  /** So many events, then the connection is destroyed, or ends as if nothing were missing. */
  z.strictObject({
    kind: z.literal("cut"),
    afterEvents: Events,
    how: z.enum(["destroy", "end"]),
  }),
  /** Worked out and billed in full, and not a byte of it arrives. */
  z.strictObject({ kind: z.literal("lost") }),
  z.strictObject({ kind: z.literal("slow"), beforeMs: Ms, perEventMs: Ms, pingEveryMs: Ms }),
  /** The answer ends for another reason than its own. */
  z.strictObject({
    kind: z.literal("stop"),
    reason: z.enum(["pause_turn", "refusal", "max_tokens", "model_context_window_exceeded"]),
    category: z
      .enum(["cyber", "bio", "frontier_llm", "reasoning_extraction", "general_harms"])
      .nullish(),
    explanation: z.string().nullish(),
    /** For an answer that is cut: how long it is; half of it, if left out. */
    tokens: z.int().min(0).optional(),
    /** For a paused or refused one: how many of its blocks are sent. */
    blocks: z.int().min(0).optional(),
  }),
]);
export type Fault = z.infer<typeof Fault>;

type Category = Anthropic.RefusalStopDetails["category"];

const status = (code: number, type: ErrorType, message: string, more: object = {}): Fault =>
  Fault.parse({ kind: "status", status: code, type, message, ...more });

/** The faults that a caller has to live with, by name. */
export const faults = {
  rateLimited: (retryAfterSeconds: number) =>
    status(429, "rate_limit_error", "This request would exceed your organization's rate limit.", {
      headers: { "retry-after": String(retryAfterSeconds) },
    }),
  /** A limit of money that comes as a 429: no waiting helps. */
  spendLimit: () =>
    status(429, "rate_limit_error", "You have reached your specified API usage limits.", {
      details: { error_code: "enforced_spend_limit_reached" },
    }),
  noCredit: () =>
    status(
      400,
      "invalid_request_error",
      "Your credit balance is too low to access the Anthropic API. Please go to Plans & Billing to upgrade or purchase credits.",
    ),
  billing: () => status(402, "billing_error", "Your account has a billing problem."),
  overloaded: () => status(529, "overloaded_error", "Overloaded"),
  internal: () => status(500, "api_error", "Internal server error"),
  timedOut: () => status(504, "timeout_error", "The request timed out."),
  unauthorized: () => status(401, "authentication_error", "invalid x-api-key"),
  forbidden: () =>
    status(403, "permission_error", "Your API key does not have permission to use this model."),
  noSuchModel: (model: string) => status(404, "not_found_error", `model: ${model}`),
  tooLarge: () => status(413, "request_too_large", "Request exceeds the maximum size"),
  overloadedMidStream: (afterEvents = 1): Fault => ({
    kind: "error_event",
    afterEvents,
    type: "overloaded_error",
    message: "Overloaded",
  }),
  silent: (after: "nothing" | "headers" | number = "nothing"): Fault => ({
    kind: "silence",
    after,
  }),
  cut: (afterEvents: number): Fault => ({ kind: "cut", afterEvents, how: "destroy" }),
  endEarly: (afterEvents: number): Fault => ({ kind: "cut", afterEvents, how: "end" }),
  lost: (): Fault => ({ kind: "lost" }),
  slow: (perEventMs: number, pingEveryMs?: number): Fault => ({
    kind: "slow",
    perEventMs,
    ...(pingEveryMs === undefined ? {} : { pingEveryMs }),
  }),
  pauseTurn: (): Fault => ({ kind: "stop", reason: "pause_turn" }),
  refusal: (category: Category = null, explanation: string | null = null): Fault => ({
    kind: "stop",
    reason: "refusal",
    category,
    explanation,
  }),
  maxTokens: (tokens?: number): Fault => ({
    kind: "stop",
    reason: "max_tokens",
    ...(tokens === undefined ? {} : { tokens }),
  }),
  contextExceeded: (tokens?: number): Fault => ({
    kind: "stop",
    reason: "model_context_window_exceeded",
    ...(tokens === undefined ? {} : { tokens }),
  }),
} as const;
