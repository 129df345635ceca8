import type { App, Receiver } from "@slack/bolt";
import { LogLevel, SocketModeClient } from "@slack/socket-mode";
import { z } from "zod";
import { answerWithinMs, type IngressLog, notStored, settle } from "./outcome.ts";

/** Slack's names for what comes over the socket. */
const kinds = {
  events_api: "event",
  slash_commands: "command",
  interactive: "interaction",
} as const;

const Envelope = z.object({
  type: z.enum(["events_api", "slash_commands", "interactive"]),
  ack: z.custom<(reply?: unknown) => Promise<void>>((value) => typeof value === "function"),
  body: z.record(z.string(), z.unknown()),
  retry_num: z.number().optional(),
  retry_reason: z.string().optional(),
});

/**
 * Socket Mode that acknowledges after the listeners have stored what came. Bolt's own receiver acknowledges before.
 * An envelope that could not be stored stays unacknowledged: Slack sends events again.
 */
export function openSocketReceiver(options: {
  appToken: string;
  apiUrl: string;
  log: IngressLog;
}): Receiver {
  const { log } = options;
  const client = new SocketModeClient({
    appToken: options.appToken,
    clientOptions: { slackApiUrl: options.apiUrl },
    logLevel: LogLevel.ERROR,
  });
  let app: App | undefined;

  async function take(raw: unknown): Promise<void> {
    const envelope = Envelope.safeParse(raw);
    if (!envelope.success || app === undefined) {
      log("malformed envelope ignored", {});
      return;
    }
    const { type, ack, body, retry_num, retry_reason } = envelope.data;
    const kind = kinds[type];
    const delivered = {
      body,
      ...(retry_num !== undefined && { retryNum: retry_num }),
      ...(retry_reason !== undefined && { retryReason: retry_reason }),
    };
    const outcome = await settle(app, delivered, { kind, waitMs: answerWithinMs, log });
    if (outcome.result === "settled") {
      if (outcome.acked) await ack(outcome.reply);
      return;
    }
    log("not stored", { kind, error: outcome.error });
    if (kind === "command") await ack(notStored(outcome.result === "failed" && outcome.unsure));
  }

  return {
    init(bolt) {
      app = bolt;
      client.on("slack_event", (raw: unknown) => {
        take(raw).catch((error: unknown) => {
          log("envelope lost", { error: error instanceof Error ? error.name : "?" });
        });
      });
    },
    start: () => client.start(),
    stop: () => client.disconnect(),
  };
}
