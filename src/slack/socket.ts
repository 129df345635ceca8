import type { App, Receiver } from "@slack/bolt";
import { LogLevel, SocketModeClient } from "@slack/socket-mode";
import { z } from "zod";
import type { IngressLog } from "./ingress.ts";

const Envelope = z.object({
  ack: z.custom<(reply?: unknown) => Promise<void>>((value) => typeof value === "function"),
  body: z.record(z.string(), z.unknown()),
  retry_num: z.number().optional(),
  retry_reason: z.string().optional(),
});

const notStored = {
  response_type: "ephemeral",
  text: "I could not store this, so nothing was started. Please try again in a minute.",
};

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
    const { ack, body, retry_num, retry_reason } = envelope.data;
    let acked = false;
    let reply: unknown;
    try {
      await app.processEvent({
        body,
        ...(retry_num !== undefined && { retryNum: retry_num }),
        ...(retry_reason !== undefined && { retryReason: retry_reason }),
        ack: (said: unknown) => {
          acked = true;
          reply = said;
          return Promise.resolve();
        },
      });
      if (acked) await ack(reply);
    } catch (error) {
      log("not stored", { kind: "envelope", error: error instanceof Error ? error.name : "?" });
      if (typeof body["command"] === "string") await ack(notStored);
    }
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
