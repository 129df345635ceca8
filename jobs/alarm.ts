import { z } from "zod";
import { section } from "../blocks/elements.ts";
import { replies } from "../blocks/replies.ts";
import { TeamId } from "../src/domain/ids.ts";
import { defineJob } from "../src/queue/job.ts";
import { SlackAmbiguous, SlackRefusal } from "../src/slack/errors.ts";
import { post } from "../src/slack/messages.ts";
import { listAdmins, openDirect } from "../src/slack/people.ts";
import type { Slack } from "../src/slack/slack.ts";
import type { Database } from "../src/store/database.ts";
import { receive } from "../src/store/inbox.ts";

export type AlarmDeps = {
  readonly db: Database;
  readonly slackOf: (team: string) => Promise<Slack>;
  readonly now: () => Date;
  readonly log: (event: string, fields: Record<string, string | number>) => void;
};

/** So many admins of a workspace are told. */
const toldMax = 3;

/**
 * Tells a workspace's admins what only they can mend; each of them once an hour, however many runs it stops. The operator
 * reads of every one.
 */
export const alarm = defineJob({
  queue: "alarm",
  payload: z.object({ team: TeamId, task: z.int().positive(), text: z.string() }),
  options: { retryLimit: 5, retryDelaySeconds: 2, expireSeconds: 60 },

  async work({ team, task, text }, { db, slackOf, now, log }: AlarmDeps) {
    log("run paused", { task, why: text });
    const { call } = await slackOf(team);
    const said = replies.forAdmin(task, text);
    const hour = now().toISOString().slice(0, 13);
    for (const admin of (await listAdmins(call, team)).slice(0, toldMax)) {
      const key = `alarm:${admin}:${hour}`;
      // Before it is said: a worker that dies in between leaves one untold, and the others' card says it too.
      if (!(await receive(db, team, [key]))) continue;
      try {
        const channel = await openDirect(call, admin);
        await post(call, { channel, threadTs: null }, { text: said, blocks: [section(said)] }, key);
      } catch (error) {
        if (!(error instanceof SlackAmbiguous) && !(error instanceof SlackRefusal)) throw error;
        log("admin not told", { task });
      }
    }
  },
});
