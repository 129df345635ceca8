import { z } from "zod";
import { workspaceUsage } from "../blocks/usage.ts";
import type { Limits } from "../src/domain/budget.ts";
import { ChannelId, MessageTs, TeamId, UserId } from "../src/domain/ids.ts";
import { defineJob } from "../src/queue/job.ts";
import type { Send } from "../src/queue/queue.ts";
import { askPerson } from "../src/slack/people.ts";
import type { Slack } from "../src/slack/slack.ts";
import type { Database } from "../src/store/database.ts";
import { savePerson } from "../src/store/people.ts";
import { loadUsage } from "./money.ts";
import { whisper } from "./whisper.ts";

export type UsageDeps = {
  readonly db: Database;
  readonly send: Send;
  readonly slackOf: (team: string) => Promise<Slack>;
  readonly budget: Limits;
};

/** Somebody has asked what is spent, and may be an admin: they are told about the workspace. A repeat tells them again. */
export const usage = defineJob({
  queue: "usage",
  payload: z.object({
    team: TeamId,
    user: UserId,
    channel: ChannelId,
    threadTs: MessageTs.nullable(),
  }),
  options: { retryLimit: 3, retryDelaySeconds: 1, expireSeconds: 30 },

  async work({ team, user, channel, threadTs }, { db, send, slackOf, budget }: UsageDeps) {
    const { call } = await slackOf(team);
    const person = await askPerson(call, team, user);
    await savePerson(db, team, person);
    // An admin of another workspace is nobody's admin here.
    if (!person.isAdmin || person.isStranger) return;
    const text = workspaceUsage(await loadUsage(db, { team }, { withQuestions: false }), budget);
    await db.transaction((tx) => send(tx, whisper, { team, channel, threadTs, user, text }));
  },
});
