import type { BlockAction, ButtonAction } from "@slack/bolt";
import { z } from "zod";
import { decodeReference, type Reference } from "../../blocks/actions.ts";
import { replies } from "../../blocks/replies.ts";
import { whisper } from "../../jobs/whisper.ts";
import { ChannelId, MessageTs, TeamId, UserId } from "../domain/ids.ts";
import type { Task } from "../domain/task.ts";
import type { Send } from "../queue/queue.ts";
import type { Sql } from "../store/database.ts";
import { getTask } from "../store/tasks.ts";
import type { ListenerDeps } from "./deps.ts";

/** Who clicked, and where; what is only for them is said there. */
export type Who = {
  readonly user: UserId;
  readonly team: TeamId;
  /** From another workspace, in a shared channel. */
  readonly stranger: boolean;
  readonly place: { readonly channel: string; readonly threadTs: string | null };
};

/**
 * Reads a click on one of our buttons and hands on the task it is about. A button that we did not write is answered with
 * words, and comes to nothing.
 */
export async function onTask<Result>(
  deps: ListenerDeps,
  action: ButtonAction,
  body: BlockAction<ButtonAction>,
  act: (task: Task, who: Who, reference: Reference) => Promise<Result>,
): Promise<Result | undefined> {
  const who = whoOf(body);
  const reference = decodeReference(action.value);
  const task = reference && (await findOwn(deps, reference, who));
  if (reference === undefined || task === undefined) {
    deps.log("unreadable button", { action: action.action_id });
    await whisperTo(deps, who, replies.unreadableButton);
    return undefined;
  }
  return act(task, who, reference);
}

/** The task, unless it belongs to another workspace: then it is none that this person has. */
async function findOwn(deps: ListenerDeps, { task: id }: Reference, who: Who) {
  const task = await getTask(deps.db, id).catch((error: unknown) => {
    if (error instanceof z.ZodError) return undefined; // No such row.
    throw error;
  });
  return task?.thread.team === who.team ? task : undefined;
}

export function whoOf(body: BlockAction<ButtonAction>): Who {
  const team = TeamId.parse(body.team?.id ?? body.user.team_id);
  return {
    user: UserId.parse(body.user.id),
    team,
    stranger: body.user.team_id !== undefined && body.user.team_id !== team,
    place: placeOf(body),
  };
}

/** The thread in which the message with the button stands. */
export function placeOf(body: BlockAction<ButtonAction>): Who["place"] {
  const { channel, message, container } = body;
  const threadTs = message?.["thread_ts"] ?? container["thread_ts"] ?? message?.ts;
  return {
    channel: channel?.id ?? String(container["channel_id"]),
    threadTs: typeof threadTs === "string" ? threadTs : null,
  };
}

/** Has a job say something to one person, where they are. */
export const whisperTo = ({ db, send }: ListenerDeps, who: Who, text: string): Promise<void> =>
  db.transaction((tx) => whisperIn(tx, send, who, text));

/** The same as part of a change: the words are said if and only if it is stored. */
export async function whisperIn(
  tx: Sql,
  send: Send,
  { team, user, place }: Who,
  text: string,
): Promise<void> {
  const threadTs = place.threadTs === null ? null : MessageTs.parse(place.threadTs);
  const channel = ChannelId.parse(place.channel);
  await send(tx, whisper, { team, channel, threadTs, user, text });
}
