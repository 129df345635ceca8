import { z } from "zod";
import { homeView } from "../blocks/home.ts";
import { TeamId, UserId } from "../src/domain/ids.ts";
import { defineJob } from "../src/queue/job.ts";
import { publishHome } from "../src/slack/home.ts";
import type { Slack } from "../src/slack/slack.ts";
import type { Database } from "../src/store/database.ts";
import { listTasks } from "../src/store/tasks.ts";

export type HomeDeps = {
  readonly db: Database;
  readonly slackOf: (team: string) => Promise<Slack>;
};

/** Per part of the tab. */
const linesMax = 15;

/** Shows a person's Home tab as the rows say it now; publishing it again is harmless. */
export const home = defineJob({
  queue: "home",
  payload: z.object({ team: TeamId, user: UserId }),
  options: { retryLimit: 3, retryDelaySeconds: 1, expireSeconds: 30 },

  async work({ team, user }, { db, slackOf }: HomeDeps) {
    const part = (statuses: Parameters<typeof listTasks>[1]["statuses"]) =>
      listTasks(db, { team, requester: user, statuses, max: linesMax });
    const view = homeView({
      waiting: await part(["in_review", "waiting", "failed"]),
      running: await part(["queued", "running"]),
      done: await part(["approved", "discarded", "cancelled", "expired"]),
    });
    const { call } = await slackOf(team);
    await publishHome(call, user, view);
  },
});
