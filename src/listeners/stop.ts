import type { App, BlockAction, ButtonAction } from "@slack/bolt";
import { actionIds } from "../../blocks/actions.ts";
import { replies } from "../../blocks/replies.ts";
import { deliverTo } from "../../jobs/run.ts";
import { stop } from "../../jobs/stop.ts";
import { ChannelId, MessageTs, TeamId, UserId } from "../domain/ids.ts";
import type { Task } from "../domain/task.ts";
import { changeTask, findTaskInThread } from "../store/tasks.ts";
import { z } from "zod";
import { onTask, placeOf, whisperTo } from "./button.ts";
import type { ListenerDeps } from "./deps.ts";

/** Stop on the card, and Slack's own stop in its agent view. */
export function onStop(app: App, deps: ListenerDeps): void {
  app.action<BlockAction<ButtonAction>>(actionIds.stop, async ({ ack, action, body }) => {
    await onTask(deps, action, body, async (task, who) => {
      const said = await stopTask(deps, task, who.user, placeOf(body));
      deps.log("stop", { task: task.number });
      // The card says it to everybody; only a refusal needs words of its own.
      if (said !== replies.stopped(task)) await whisperTo(deps, who, said);
    });
    await ack();
  });

  app.event("agent_session_stopped", async ({ event, context }) => {
    const stopped = Stopped.safeParse(event);
    const team = TeamId.safeParse(context.teamId);
    if (!stopped.success || !team.success) return;
    const { channel, thread_ts, user } = stopped.data;
    const task = await findTaskInThread(deps.db, { team: team.data, channel, ts: thread_ts });
    if (task) await stopTask(deps, task, user, { channel, threadTs: thread_ts });
  });
}

const Stopped = z.object({ channel: ChannelId, thread_ts: MessageTs, user: UserId });

/**
 * Stops a task for its requester, in one transaction. For anybody else a job asks Slack first whether they may. Answers
 * with words for them.
 */
export async function stopTask(
  { db, send, now }: ListenerDeps,
  task: Task,
  by: UserId,
  place: { channel: string; threadTs: string | null },
): Promise<string> {
  return db.transaction(async (tx) => {
    if (by !== task.requester) {
      const threadTs = place.threadTs === null ? null : MessageTs.parse(place.threadTs);
      const from = { channel: ChannelId.parse(place.channel), threadTs };
      await send(tx, stop, { taskId: task.id, by, place: from });
      return replies.askingWhether(task);
    }
    const outcome = await changeTask(tx, task.id, { type: "stop", by, at: now() });
    await deliverTo(send, tx, task.id);
    return typeof outcome === "string" ? replies.refusal(outcome, task) : replies.stopped(task);
  });
}
