import type { AppHomeOpenedEvent } from "@slack/types";
import type { Delivered } from "../delivery/envelope.ts";
import { SlackFailure } from "../failure.ts";
import { homePayload } from "../payload/view.ts";
import type { Channel } from "../shapes.ts";
import { openDirect } from "../world/channels.ts";
import { messageKey, nextTs } from "../world/ids.ts";
import { messagesIn } from "../world/messages.ts";
import { changeThread } from "../world/threads.ts";
import type { World } from "../world/world.ts";
import { sendEvent, tell } from "./announce.ts";
import { who } from "./person.ts";

export type Visit = { channel: Channel; deliveries: Delivered[] };

/** A person opens the app: its Home tab or its Messages tab, which is their direct message with it. */
export function visit(world: World, user: string, tab: "home" | "messages"): Visit {
  who(world, user);
  const channel = openDirect(world, user);
  const home = world.homes.get(user);
  const event: AppHomeOpenedEvent = {
    type: "app_home_opened",
    user,
    channel: channel.id,
    tab,
    ...(tab === "home" && home && { view: homePayload(world, home) }),
    event_ts: nextTs(world),
  };
  return { channel, deliveries: [sendEvent(world, event)] };
}

/** A person presses Stop while the app's session in a thread is processing. */
export function stopSession(
  world: World,
  user: string,
  channelId: string,
  threadTs: string,
): Delivered[] {
  const channel = world.channels.get(channelId);
  const thread = world.threads.get(messageKey(channelId, threadTs));
  if (!channel || thread?.session !== "processing") throw new SlackFailure("thread_not_found");
  const streaming = messagesIn(world, channelId).filter(
    (message) => message.thread_ts === threadTs && message.streaming,
  );
  changeThread(world, channelId, threadTs, { session: "suspended" });
  return tell(world, channel, {
    type: "agent_session_stopped",
    channel: channelId,
    user,
    thread_ts: threadTs,
    streaming_message_ts: streaming.map(({ ts }) => ts),
    event_ts: nextTs(world),
  });
}
