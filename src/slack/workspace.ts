import { openCall } from "./call.ts";
import { identify } from "./people.ts";
import type { Slack } from "./slack.ts";

/** The door to the one workspace that a bot token opens. Who we are there is asked once, when first needed. */
export function openWorkspace(options: {
  botToken: string;
  apiUrl: string;
  now: () => Date;
}): (team: string) => Promise<Slack> {
  const { botToken: token, apiUrl, now } = options;
  const call = openCall({ token, apiUrl, now });
  let known: Promise<Slack> | undefined;
  return () => {
    known ??= identify(call).then(
      (identity) => ({ call, identity, token }),
      (error: unknown) => {
        // Slack was away, or refused: the next one asks again.
        known = undefined;
        throw error;
      },
    );
    return known;
  };
}
