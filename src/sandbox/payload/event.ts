import type {
  AppHomeOpenedEvent,
  AppMentionEvent,
  FileSharedEvent,
  FileShareMessageEvent,
  GenericMessageEvent,
  MemberJoinedChannelEvent,
  MessageChangedEvent,
  MessageDeletedEvent,
  ReactionAddedEvent,
  ReactionRemovedEvent,
} from "@slack/types";
import type { EnvelopedEvent } from "@slack/bolt";
import type { Channel, Message } from "../shapes.ts";
import { newId } from "../world/ids.ts";
import type { World } from "../world/world.ts";
import { channelType } from "./channel.ts";
import { messagePayload } from "./message.ts";

/** The events the stand-in sends. */
export type SentEvent =
  | GenericMessageEvent
  | FileShareMessageEvent
  | MessageChangedEvent
  | MessageDeletedEvent
  | AppMentionEvent
  | AppHomeOpenedEvent
  | FileSharedEvent
  | MemberJoinedChannelEvent
  | ReactionAddedEvent
  | ReactionRemovedEvent
  | AgentSessionStopped;

/** Not in `@slack/types` yet. */
export type AgentSessionStopped = {
  type: "agent_session_stopped";
  channel: string;
  user: string;
  thread_ts: string;
  streaming_message_ts: string[];
  event_ts: string;
};

/** The envelope around every event, with an id of its own. */
export function eventEnvelope(world: World, event: SentEvent): EnvelopedEvent<SentEvent> {
  const { team, app, bot } = world.identity;
  return {
    token: "verification",
    team_id: team.id,
    context_team_id: team.id,
    api_app_id: app,
    event,
    type: "event_callback",
    event_id: newId("Ev"),
    event_time: Math.floor(world.now().getTime() / 1_000),
    authorizations: [
      {
        enterprise_id: null,
        team_id: team.id,
        user_id: bot,
        is_bot: true,
        is_enterprise_install: false,
      },
    ],
    is_ext_shared_channel: false,
    event_context: newId("4-"),
  };
}

/** A `message` event, with the subtype `file_share` when files came with it. */
export function messageEvent(
  world: World,
  channel: Channel,
  message: Message,
): GenericMessageEvent | FileShareMessageEvent {
  const { subtype: _subtype, ...body } = messagePayload(world, message, { metadata: false });
  const place = {
    channel: channel.id,
    channel_type: channelType(channel),
    event_ts: message.ts,
  };
  if (message.files && message.bot_id === undefined) {
    return { ...body, ...place, subtype: "file_share", upload: false, display_as_bot: false };
  }
  return { ...body, ...place, subtype: undefined };
}

/** The second event of the same message; it has no `channel_type`. */
export function mentionEvent(world: World, message: Message): AppMentionEvent {
  const { subtype: _subtype, ...body } = messagePayload(world, message, { metadata: false });
  return { ...body, type: "app_mention", channel: message.channel, event_ts: message.ts };
}

export function changedEvent(
  world: World,
  channel: Channel,
  message: Message,
  previous: Message,
  ts: string,
): MessageChangedEvent {
  return {
    type: "message",
    subtype: "message_changed",
    hidden: true,
    message: messageEvent(world, channel, message),
    previous_message: messageEvent(world, channel, previous),
    channel: channel.id,
    channel_type: channelType(channel),
    ts,
    event_ts: ts,
  };
}

export function deletedEvent(
  world: World,
  channel: Channel,
  previous: Message,
  ts: string,
): MessageDeletedEvent {
  return {
    type: "message",
    subtype: "message_deleted",
    hidden: true,
    deleted_ts: previous.ts,
    previous_message: messageEvent(world, channel, previous),
    channel: channel.id,
    channel_type: channelType(channel),
    ts,
    event_ts: ts,
  };
}
