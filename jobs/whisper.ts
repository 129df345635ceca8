import { z } from "zod";
import { section } from "../blocks/elements.ts";
import { ChannelId, MessageTs, TeamId, UserId } from "../src/domain/ids.ts";
import { defineJob } from "../src/queue/job.ts";
import { SlackAmbiguous, SlackRefusal } from "../src/slack/errors.ts";
import { openDirect } from "../src/slack/people.ts";
import { post, type Shown, whisper as whisperTo } from "../src/slack/messages.ts";
import type { Slack } from "../src/slack/slack.ts";
import type { Database } from "../src/store/database.ts";
import { receive } from "../src/store/inbox.ts";

export type WhisperDeps = {
  readonly db: Database;
  readonly slackOf: (team: string) => Promise<Slack>;
  readonly log: (event: string, fields: Record<string, string | number>) => void;
};

/**
 * Says something to one person where they are, or directly where we may not speak. Slack cannot be asked whether an
 * ephemeral message arrived, so it is said at most once.
 */
export const whisper = defineJob({
  queue: "whisper",
  payload: z.object({
    team: TeamId,
    channel: ChannelId,
    threadTs: MessageTs.nullable(),
    user: UserId,
    text: z.string(),
  }),
  options: { retryLimit: 2, retryDelaySeconds: 1, expireSeconds: 30 },

  async work({ team, channel, threadTs, user, text }, deps: WhisperDeps, { jobId }) {
    const { slackOf, log } = deps;
    const { call } = await slackOf(team);
    const shown = { text, blocks: [section(text)] };
    const key = `whisper:${jobId}`;
    // A worker that died here may have said it, and nobody can look.
    if (!(await receive(deps.db, team, [key]))) return log("whisper lost", { job: jobId });
    try {
      // Between two people a message is as private as a whisper, and it stays.
      if (isDirect(channel)) await post(call, { channel, threadTs }, shown, key);
      else await whisperTo(call, { channel, threadTs, user }, shown);
    } catch (error) {
      if (error instanceof SlackAmbiguous) return log("whisper lost", { job: jobId });
      if (!(error instanceof SlackRefusal)) throw error;
      log("cannot whisper there", { job: jobId, code: error.code });
      await sayDirectly(call, user, shown, key).catch((reason: unknown) => {
        if (!(reason instanceof SlackAmbiguous) && !(reason instanceof SlackRefusal)) throw reason;
        log("whisper lost", { job: jobId });
      });
    }
  },
});

/** Slack's ids of direct messages begin so. */
const isDirect = (channel: ChannelId): boolean => channel.startsWith("D");

async function sayDirectly(
  call: Slack["call"],
  user: UserId,
  shown: Shown,
  key: string,
): Promise<void> {
  await post(call, { channel: await openDirect(call, user), threadTs: null }, shown, key);
}
