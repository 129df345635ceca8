import { z } from "zod";
import { replies } from "../blocks/replies.ts";
import { ChannelId, MessageTs, TaskId, UserId } from "../src/domain/ids.ts";
import { defineJob } from "../src/queue/job.ts";
import type { Send } from "../src/queue/queue.ts";
import { askPerson } from "../src/slack/people.ts";
import type { Slack } from "../src/slack/slack.ts";
import type { Database } from "../src/store/database.ts";
import { changeTask, getTask } from "../src/store/tasks.ts";
import { freeSlot } from "./admit.ts";
import { deliverTo } from "./run.ts";
import { whisper } from "./whisper.ts";

export type StopDeps = {
  readonly db: Database;
  readonly send: Send;
  readonly slackOf: (team: string) => Promise<Slack>;
  readonly now: () => Date;
};

/**
 * Somebody other than the requester wants a task stopped: Slack is asked whether they are an admin, which a listener has
 * no time for. A repeat finds the task closed.
 */
export const stop = defineJob({
  queue: "stop",
  payload: z.object({
    taskId: TaskId,
    by: UserId,
    place: z.object({ channel: ChannelId, threadTs: MessageTs.nullable() }),
  }),
  options: { retryLimit: 3, retryDelaySeconds: 1, expireSeconds: 30 },

  async work({ taskId, by, place }, { db, send, slackOf, now }: StopDeps) {
    const task = await getTask(db, taskId);
    const { team } = task.thread;
    const { call } = await slackOf(team);
    const { isAdmin, isStranger } = await askPerson(call, team, by);
    await db.transaction(async (tx) => {
      // An admin of another workspace is nobody's admin here.
      const outcome =
        isAdmin && !isStranger
          ? await changeTask(tx, taskId, { type: "stop", by, at: now() })
          : "not_yours";
      if (typeof outcome === "string") {
        const text = replies.refusal(outcome, task);
        await send(tx, whisper, { team, ...place, user: by, text });
      } else {
        await deliverTo(send, tx, taskId);
        await freeSlot(send, tx);
        // In the task's own thread the end is said to all; elsewhere it would not be seen.
        if (place.threadTs === null) {
          const text = replies.stopped(task);
          await send(tx, whisper, { team, ...place, user: by, text });
        }
      }
    });
  },
});
