import { openCall } from "./call.ts";
import { identify } from "./people.ts";
import type { Slack } from "./slack.ts";

/** The door to the one workspace that a bot token opens. Who we are there is asked once, when first needed. */
export function openWorkspace(options: {
  botToken: string;
  apiUrl: string;
}): (team: string) => Promise<Slack> {
  const call = openCall({ token: options.botToken, apiUrl: options.apiUrl });
  let known: Promise<Slack> | undefined;
  return () => {
    known ??= identify(call).then(
      (identity) => ({ call, identity, token: options.botToken }),
      (error: unknown) => {
        // Slack was away, or refused: the next one asks again.
        known = undefined;
        throw error;
      },
    );
    return known;
  };
}
