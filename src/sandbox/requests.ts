/**
 * What a person can do in the page, as `POST /sandbox/<name>` with a JSON body. Each name's body is in
 * `requests`; every answer is a `Reply`. A request that reaches the app answers once the app has
 * acknowledged or failed to: up to `ackTimeoutMs` later. What then appears arrives as changes.
 * Requests from another origin, to another host name, or without `content-type: application/json`
 * are refused with 403 or 415; a body that does not parse with 400 and `error: "invalid_arguments"`.
 */
import { z } from "zod";
import { Chosen, FormValues } from "./shapes.ts";

const user = z.string();
const channel = z.string();
const ts = z.string();
const message = { user, channel, ts };

/** A fault to come, counting down `times`. Faults of several kinds can hit one call together. */
export const Fault = z.object({
  /** A Web API method, `*` for any, or `upload` / `download` for file bytes. */
  method: z.string(),
  /**
   * `error`: 200 with ok false · `status`: a bare HTTP status · `rate_limit`: 429 with Retry-After ·
   * `slow`: answers `ms` late · `drop_after_accept`: does it, then cuts the connection ·
   * `late_visible`: a posted message cannot be read through the API for `ms`.
   */
  kind: z.enum(["error", "status", "rate_limit", "slow", "drop_after_accept", "late_visible"]),
  /** For `error`: Slack's error name. */
  error: z.string().default("internal_error"),
  /** For `status`. */
  status: z.int().min(400).max(599).default(503),
  /** For `rate_limit`, seconds. */
  retryAfter: z.number().positive().default(1),
  /** For `slow` and `late_visible`, milliseconds. */
  ms: z.number().nonnegative().max(120_000).default(1_000),
  times: z.int().positive().default(1),
  /** Of hitting a call that matches, 0 to 1. */
  probability: z.number().min(0).max(1).default(1),
});
export type Fault = z.infer<typeof Fault>;

/** Every request's body by its name. */
export const requests = {
  /** What a composer does with Enter: a `/command` in a channel, else a message. `@name`, `#channel` resolve. */
  type: z.object({ user, channel, text: z.string(), thread_ts: ts.optional() }),
  say: z.object({ user, channel, text: z.string(), thread_ts: ts.optional() }),
  command: z.object({ user, channel, command: z.string(), text: z.string().default("") }),
  /** A click or choice in a message, … */
  action: z.object({
    ...message,
    block_id: z.string().optional(),
    action_id: z.string(),
    chosen: Chosen.default({}),
    /** The other inputs of the message, if it has any. */
    values: FormValues.default({}),
  }),
  /** … in a modal or in the Home tab. */
  view_action: z.object({
    user,
    view_id: z.string(),
    block_id: z.string().optional(),
    action_id: z.string(),
    chosen: Chosen.default({}),
    values: FormValues.default({}),
  }),
  submit: z.object({ user, view_id: z.string(), values: FormValues }),
  /** `all` is the × of a stack of views. */
  close_view: z.object({ user, view_id: z.string(), all: z.boolean().default(false) }),
  shortcut: z.object({ ...message, callback_id: z.string() }),
  upload: z.object({
    user,
    channel,
    name: z.string().min(1),
    mimetype: z.string().default("application/octet-stream"),
    base64: z.base64(),
    text: z.string().default(""),
    thread_ts: ts.optional(),
  }),
  edit: z.object({ ...message, text: z.string() }),
  remove: z.object(message),
  react: z.object({ ...message, name: z.string() }),
  unreact: z.object({ ...message, name: z.string() }),
  open_home: z.object({ user }),
  /** Opens the Messages tab of the app; answers with `channel`. */
  open_dm: z.object({ user }),
  join: z.object({ user, channel }),
  /** `/invite @legwork`: brings `member` (the bot unless told) into a channel the user is in. */
  invite: z.object({ user, channel, member: z.string().optional() }),
  /** The Stop button shown while a session is `processing`. */
  stop_session: z.object({ user, channel, thread_ts: ts }),
  fault: Fault,
  clear_faults: z.object({}),
  /** Socket Mode only: asks the app to reconnect, as Slack does now and then. */
  disconnect: z.object({}),
} as const;

export type RequestName = keyof typeof requests;
export type RequestBody<Name extends RequestName> = z.input<(typeof requests)[Name]>;

/** What the app answered to one delivery. `status` is 0 when nothing came back or over a socket. */
export const Ack = z.object({
  ok: z.boolean(),
  status: z.number(),
  body: z.unknown(),
  ms: z.number(),
  error: z.string().optional(),
});
export type Ack = z.infer<typeof Ack>;

/** The answer to every request. */
export const Reply = z.object({
  ok: z.boolean(),
  /** Slack's word for what was wrong, e.g. `channel_not_found`. */
  error: z.string().optional(),
  ack: Ack.optional(),
  /** Of the message this made or changed. */
  channel: z.string().optional(),
  ts: z.string().optional(),
  /** After `submit`: block id → what to say under that field. */
  errors: z.record(z.string(), z.string()).optional(),
  /** After `submit`: what to say at the bottom of the modal. */
  trouble: z.string().optional(),
});
export type Reply = z.infer<typeof Reply>;
