import { createHmac } from "node:crypto";
import { identity } from "./slack.ts";

export const signingSecret = "trial-signing-secret";

/** A request as a person makes it. */
export type Asked = {
  readonly n: number;
  readonly question: string;
  /** A mention opens a thread of its own; a command begins with our own card, in the channel. */
  readonly how: "mention" | "command";
  readonly channel: string;
  readonly ts: string;
  /** For a mention within a thread: the thread's first message. */
  readonly threadTs?: string;
  /** Uploads that come with a mention. */
  readonly files?: readonly { readonly id: string; readonly name: string }[];
};

/** Each is asked somewhere else, because Slack takes only about one message a second in each channel. */
export const aRequest = (n: number, how: Asked["how"], channel = `C0TRIAL${n}`): Asked => ({
  n,
  question: `trial ${n}`,
  how,
  channel,
  ts: `1700000000.${String(n).padStart(6, "0")}`,
});

/** Slack gives up after so many milliseconds. */
const answerTimeoutMs = 3_000;

/** Delivers a request, signed. False where it was not acknowledged: Slack would deliver a mention again. */
export async function deliver(appUrl: string, asked: Asked): Promise<boolean> {
  const body = asked.how === "mention" ? eventOf(asked) : commandOf(asked);
  const type = asked.how === "mention" ? "application/json" : "application/x-www-form-urlencoded";
  const at = String(Math.floor(Date.now() / 1_000));
  const digest = createHmac("sha256", signingSecret).update(`v0:${at}:${body}`).digest("hex");
  try {
    const response = await fetch(`${appUrl}/slack/events`, {
      method: "POST",
      body,
      signal: AbortSignal.timeout(answerTimeoutMs),
      headers: {
        "content-type": type,
        "x-slack-request-timestamp": at,
        "x-slack-signature": `v0=${digest}`,
      },
    });
    const said = await response.text();
    // A command is always answered with 200, because Slack shows a person nothing else.
    return response.status === 200 && !said.includes("could not store");
  } catch {
    return false; // Nobody answered, or not in time.
  }
}

const eventOf = ({ n, question, channel, ts, threadTs, files }: Asked): string =>
  JSON.stringify({
    token: "unused",
    team_id: identity.team,
    api_app_id: "A0LEGWORK",
    type: "event_callback",
    event_id: `Ev${n}`,
    event_time: 1_700_000_000,
    authorizations: [{ team_id: identity.team, user_id: identity.botUser, is_bot: true }],
    event: {
      type: "app_mention",
      user: "U0ADA",
      channel,
      channel_type: "channel",
      text: `<@${identity.botUser}> ${question}`,
      ts,
      ...(threadTs !== undefined && { thread_ts: threadTs }),
      ...(files !== undefined && { files }),
    },
  });

const commandOf = ({ n, question, channel }: Asked): string =>
  new URLSearchParams({
    token: "unused",
    team_id: identity.team,
    channel_id: channel,
    channel_name: "trial",
    user_id: "U0ADA",
    command: "/research",
    text: question,
    response_url: "http://127.0.0.1:1/",
    trigger_id: `trigger-${n}`,
    api_app_id: "A0LEGWORK",
  }).toString();
