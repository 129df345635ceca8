import type { ConversationsListResponse } from "@slack/web-api";
import type { Channel } from "../shapes.ts";
import { hasBot } from "../world/channels.ts";
import type { World } from "../world/world.ts";

/** A conversation as `conversations.info` and `conversations.list` describe it. */
export function channelPayload(
  world: World,
  channel: Channel,
): NonNullable<ConversationsListResponse["channels"]>[number] {
  const shared = {
    id: channel.id,
    created: channel.created,
    is_archived: false,
    is_im: channel.kind === "im",
    is_org_shared: false,
    context_team_id: world.identity.team.id,
    updated: channel.created * 1_000,
  };
  if (channel.kind === "im") {
    return { ...shared, user: channel.user ?? "", is_user_deleted: false };
  }
  return {
    ...shared,
    name: channel.name,
    name_normalized: channel.name,
    is_channel: true,
    is_group: false,
    is_mpim: false,
    is_private: channel.kind === "private",
    is_general: channel.name === "general",
    is_shared: false,
    is_ext_shared: false,
    is_member: hasBot(world, channel),
    creator: channel.creator,
    topic: { value: channel.topic, creator: channel.creator, last_set: channel.created },
    purpose: { value: "", creator: "", last_set: 0 },
    previous_names: [],
    num_members: channel.members.length,
  };
}

/** `channel_type` of message events. */
export function channelType(channel: Channel): "channel" | "group" | "im" {
  return channel.kind === "public" ? "channel" : channel.kind === "private" ? "group" : "im";
}
