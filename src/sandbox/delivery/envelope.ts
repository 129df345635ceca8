import type {
  BlockAction,
  EnvelopedEvent,
  GlobalShortcut,
  MessageShortcut,
  SlashCommand,
  ViewClosedAction,
  ViewSubmitAction,
} from "@slack/bolt";
import type { Ack } from "../requests.ts";

/** What Slack sends to an app, under the names Socket Mode uses. */
export type Envelope =
  | { kind: "events_api"; payload: EnvelopedEvent<{ type: string }> }
  | { kind: "slash_commands"; payload: SlashCommand }
  | { kind: "interactive"; payload: Interaction };

/** Slack sends no `response_url` from views, though Bolt's type requires one. */
export type Click = Omit<BlockAction, "response_url"> & { response_url?: string };

export type Interaction =
  | Click
  | ViewSubmitAction
  | ViewClosedAction
  | MessageShortcut
  | GlobalShortcut;

/** The outcome of the first attempt, and of the last one once there will be no other. */
export type Delivered = { first: Promise<Ack>; last: Promise<Ack> };

/** Hands something to the app. Never throws and never waits: a hung app must not hang its caller. */
export type Deliver = (envelope: Envelope) => Delivered;

/** What one attempt came to. `reason` is Slack's retry reason when it failed. */
export type Answer = {
  ok: boolean;
  status: number;
  body: unknown;
  reason?: string;
  /** The app asked, with `x-slack-no-retry`, to be left alone. */
  final?: boolean;
};

export type Attempt = { number: number; reason: string | undefined; ackTimeoutMs: number };

/** One of the two ways to an app. */
export type Transport = {
  via: "http" | "socket";
  send(envelope: Envelope, attempt: Attempt): Promise<Answer>;
  close(): void;
};

/** The name of what is sent, as the live log shows it: `app_mention`, `/research`, `block_actions`. */
export function nameOf(envelope: Envelope): string {
  if (envelope.kind === "events_api") return envelope.payload.event.type;
  return envelope.kind === "slash_commands" ? envelope.payload.command : envelope.payload.type;
}
