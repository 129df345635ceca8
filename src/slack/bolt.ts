import { App, type Receiver } from "@slack/bolt";
import { LogLevel } from "@slack/logger";
import type { Slack } from "./slack.ts";

/**
 * Bolt over a receiver of ours. Its client serves `views.open` only; everything else goes through jobs. Errors of
 * listeners are thrown on, so that the receiver hears of them and Slack is not told "ok".
 */
export function openBolt(options: {
  receiver: Receiver;
  slackOf: (team: string) => Promise<Slack>;
  apiUrl: string;
}): App {
  const app = new App({
    receiver: options.receiver,
    authorize: async ({ teamId }) => {
      const { identity, token } = await options.slackOf(teamId ?? "");
      return { botToken: token, botId: identity.botId, botUserId: identity.botUser };
    },
    clientOptions: {
      slackApiUrl: options.apiUrl,
      retryConfig: { retries: 0 },
      rejectRateLimitedCalls: true,
      // Within the ack's 3 s: a form that opens later is refused anyway.
      timeout: 1_500,
    },
    convoStore: false,
    logLevel: LogLevel.ERROR,
    logger: silent(),
  });
  app.error(async (error) => {
    throw error;
  });
  return app;
}

/** Bolt's own lines quote payloads; ours are written where things happen. */
const silent = () => ({
  debug() {},
  info() {},
  warn() {},
  error() {},
  setLevel() {},
  getLevel: () => LogLevel.ERROR,
  setName() {},
});
