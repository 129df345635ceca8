import { createHmac, randomUUID } from "node:crypto";
import { channels, people } from "../../src/sandbox/seed/workspace.ts";

export const team = "T0AMBLEFORD";
export const bot = "U0LEGWORK";

type Target = { readonly app: { readonly url: string }; readonly signingSecret: string };

export type Sent = { readonly status: number; readonly text: string; readonly ms: number };

export type Sending = {
  readonly type?: string | undefined;
  readonly secret?: string;
  /** How far the timestamp is off, in seconds. */
  readonly offSeconds?: number;
  readonly headers?: Record<string, string>;
};

export const json = "application/json";
export const form = "application/x-www-form-urlencoded";

/** Sends bytes as Slack would, signed; status 0 when there was no answer at all. */
export async function sendSigned(
  { app, signingSecret }: Target,
  body: string | Buffer,
  { type = json, secret = signingSecret, offSeconds = 0, headers = {} }: Sending = {},
): Promise<Sent> {
  const began = performance.now();
  const at = String(Math.floor(Date.now() / 1_000) + offSeconds);
  const digest = createHmac("sha256", secret).update(`v0:${at}:`).update(body).digest("hex");
  const response = await fetch(`${app.url}/slack/events`, {
    method: "POST",
    body: typeof body === "string" ? body : new Uint8Array(body),
    signal: AbortSignal.timeout(10_000),
    headers: {
      "content-type": type,
      "x-slack-request-timestamp": at,
      "x-slack-signature": `v0=${digest}`,
      ...headers,
    },
  });
  const text = await response.text();
  return { status: response.status, text, ms: performance.now() - began };
}

/** An event in its envelope. What is undefined is left out. */
export const anEvent = (event: object, envelope: object = {}): string =>
  JSON.stringify({
    token: "verification",
    team_id: team,
    api_app_id: "A0LEGWORK",
    type: "event_callback",
    event_id: `Ev${randomUUID()}`,
    event_time: 1_700_000_000,
    authorizations: [{ team_id: team, user_id: bot, is_bot: true, enterprise_id: null }],
    event,
    ...envelope,
  });

let messages = 0;

/** A message that nobody has sent before. */
export const aMessage = (overrides: object = {}) => ({
  type: "message",
  user: people.ada,
  channel: channels.product,
  channel_type: "channel",
  text: `<@${bot}> why is checkout slow?`,
  ts: `${Math.floor(Date.now() / 1_000)}.${String(++messages).padStart(6, "0")}`,
  ...overrides,
});

/** A slash command, as a form. */
export const aCommand = (overrides: Record<string, string> = {}): string =>
  new URLSearchParams({
    token: "verification",
    team_id: team,
    channel_id: channels.product,
    channel_name: "product",
    user_id: people.ada,
    command: "/research",
    text: "why is checkout slow?",
    response_url: "http://127.0.0.1:1/",
    trigger_id: `${Date.now()}.${++messages}.test`,
    api_app_id: "A0LEGWORK",
    ...overrides,
  }).toString();

export const aPayload = (payload: unknown): string =>
  new URLSearchParams({ payload: JSON.stringify(payload) }).toString();

/** A click on a button of ours. */
export const aClick = (overrides: object = {}) => ({
  type: "block_actions",
  team: { id: team, domain: "ambleford" },
  user: { id: people.ada, team_id: team },
  api_app_id: "A0LEGWORK",
  trigger_id: `${Date.now()}.${++messages}.click`,
  channel: { id: channels.product, name: "product" },
  container: { type: "message", channel_id: channels.product, message_ts: "1700000000.000100" },
  message: { type: "message", ts: "1700000000.000100" },
  actions: [{ type: "button", action_id: "stop", block_id: "b", value: "?", action_ts: "1.1" }],
  ...overrides,
});
