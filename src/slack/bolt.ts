import { App, type Receiver } from "@slack/bolt";
import { PermanentError } from "../errors.ts";
import { SlackAmbiguous } from "./errors.ts";
import { silent } from "./silent.ts";
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
    authorize: async ({ teamId, isEnterpriseInstall }) => {
      const { identity, token } = await inTime(options.slackOf(teamId ?? ""));
      if (!isEnterpriseInstall && teamId !== undefined && teamId !== identity.team) {
        throw new PermanentError("This is for another workspace.");
      }
      const { botId, botUser: botUserId, team } = identity;
      return { botToken: token, botId, botUserId, teamId: team };
    },
    clientOptions: {
      slackApiUrl: options.apiUrl,
      retryConfig: { retries: 0 },
      rejectRateLimitedCalls: true,
      // With what came before it within 3 s: a form that opens later is refused anyway.
      timeout: 1_500,
    },
    convoStore: false,
    logger: silent(),
  });
  app.error(async (error) => {
    throw error;
  });
  return app;
}

/** How long a request waits for Slack to say who we are; it must be answered itself. In milliseconds. */
const identityWaitMs = 1_000;

async function inTime(asked: Promise<Slack>): Promise<Slack> {
  const { promise: late, reject } = Promise.withResolvers<never>();
  const timer = setTimeout(
    () => reject(new SlackAmbiguous("Slack has not said in time who we are")),
    identityWaitMs,
  );
  try {
    return await Promise.race([asked, late]);
  } finally {
    clearTimeout(timer);
  }
}
