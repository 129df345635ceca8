import type { App, BlockAction, ButtonAction } from "@slack/bolt";
import { z } from "zod";
import { actionIds } from "../../blocks/actions.ts";
import { replies } from "../../blocks/replies.ts";
import { freeSlot } from "../../jobs/admit.ts";
import { deliverTo } from "../../jobs/run.ts";
import { stop } from "../../jobs/stop.ts";
import { ChannelId, MessageTs, TeamId, UserId } from "../domain/ids.ts";
import type { Refusal, Task } from "../domain/task.ts";
import type { Sql } from "../store/database.ts";
import { changeTask, findTaskInThread } from "../store/tasks.ts";
import { onTask, type Who, whisperIn } from "./button.ts";
import type { ListenerDeps } from "./deps.ts";

/** Stop on the card, and Slack's own stop in its agent view. */
export function onStop(app: App, deps: ListenerDeps): void {
  app.action<BlockAction<ButtonAction>>(actionIds.stop, async ({ ack, action, body }) => {
    await onTask(deps, action, body, async (task, who) => {
      const outcome = await deps.db.transaction(async (tx) => {
        const stopped = await stopTask(tx, deps, task, who.user, who.place);
        // The card says it to everybody; only a refusal needs words of its own.
        if (stopped !== "stopped" && stopped !== "asking") {
          await whisperIn(tx, deps.send, who, replies.refusal(stopped, task));
        }
        return stopped;
      });
      deps.log("stop", { task: task.number, outcome });
    });
    await ack();
  });

  app.event("agent_session_stopped", async ({ event, body, context }) => {
    const stopped = Stopped.safeParse(event);
    const team = TeamId.safeParse(context.teamId ?? body.team_id);
    if (!stopped.success || !team.success) return;
    const { channel, thread_ts: ts, user } = stopped.data;
    const task = await findTaskInThread(deps.db, { team: team.data, channel, ts });
    if (task === undefined) return;
    await deps.db.transaction((tx) => stopTask(tx, deps, task, user, { channel, threadTs: ts }));
  });
}

const Stopped = z.object({ channel: ChannelId, thread_ts: MessageTs, user: UserId });

/**
 * Stops a task for its requester. For anybody else (`asking`) a job asks Slack first whether they may, and tells them. A
 * repeat finds the task closed.
 */
export async function stopTask(
  tx: Sql,
  { send, now }: Pick<ListenerDeps, "send" | "now">,
  task: Task,
  by: UserId,
  place: Who["place"],
): Promise<"stopped" | "asking" | Refusal> {
  if (by !== task.requester) {
    const threadTs = place.threadTs === null ? null : MessageTs.parse(place.threadTs);
    const from = { channel: ChannelId.parse(place.channel), threadTs };
    await send(tx, stop, { taskId: task.id, by, place: from });
    return "asking";
  }
  const outcome = await changeTask(tx, task.id, { type: "stop", by, at: now() });
  await deliverTo(send, tx, task.id);
  if (typeof outcome === "string") return outcome;
  await freeSlot(send, tx);
  return "stopped";
}
