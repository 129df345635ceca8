import type {
  ConversationsInfoResponse,
  ConversationsJoinResponse,
  ConversationsListResponse,
  ConversationsMembersResponse,
  ConversationsOpenResponse,
  UsersConversationsResponse,
} from "@slack/web-api";
import { z } from "zod";
import { SlackFailure } from "../failure.ts";
import { channelPayload } from "../payload/channel.ts";
import type { Channel } from "../shapes.ts";
import { addMember, hasBot, knownChannel, openDirect } from "../world/channels.ts";
import type { World } from "../world/world.ts";
import { type Answer, flag, id, method } from "./method.ts";
import { pageArguments, pageOf } from "./page.ts";

const listed = {
  types: z.string().default("public_channel"),
  exclude_archived: flag.optional(),
  ...pageArguments,
};

const info = method(
  z.object({ channel: id, include_num_members: flag.optional() }),
  (args, world): Answer<ConversationsInfoResponse> => {
    return { channel: channelPayload(world, knownChannel(world, args.channel)) };
  },
);

const list = method(z.object(listed), (args, world): Answer<ConversationsListResponse> => {
  const known = [...world.channels.values()].filter((one) => isKnown(world, one));
  const { items, response_metadata } = pageOf(known.filter(ofTypes(args.types)), args);
  return { channels: items.map((one) => channelPayload(world, one)), response_metadata };
});

/** The channels the app, or the person asked for, is in. */
const ofUser = method(
  z.object({ user: z.string().optional(), ...listed }),
  (args, world): Answer<UsersConversationsResponse> => {
    const user = args.user || world.identity.bot;
    if (!world.users.has(user)) throw new SlackFailure("user_not_found");
    const theirs = [...world.channels.values()].filter(
      (one) => one.members.includes(user) && isKnown(world, one),
    );
    const { items, response_metadata } = pageOf(theirs.filter(ofTypes(args.types)), args);
    return { channels: items.map((one) => channelPayload(world, one)), response_metadata };
  },
);

const members = method(
  z.object({ channel: id, ...pageArguments }),
  (args, world): Answer<ConversationsMembersResponse> => {
    const channel = knownChannel(world, args.channel);
    const { items, response_metadata } = pageOf(channel.members, args);
    return { members: items, response_metadata };
  },
);

const open = method(
  z.object({
    users: z.string().optional(),
    channel: z.string().optional(),
    return_im: flag.optional(),
  }),
  (args, world): Answer<ConversationsOpenResponse> => {
    if (args.channel) return { channel: { id: knownChannel(world, args.channel).id } };
    const [user = "", ...others] = (args.users ?? "").split(",").filter((one) => one !== "");
    if (others.length > 0) throw new SlackFailure("method_not_supported_for_channel_type");
    if (user === "") throw new SlackFailure("users_list_not_supplied");
    if (!world.users.has(user)) throw new SlackFailure("user_not_found");
    if (world.users.get(user)?.is_bot) throw new SlackFailure("cannot_dm_bot");
    return { no_op: true, already_open: true, channel: { id: openDirect(world, user).id } };
  },
);

const join = method(z.object({ channel: id }), (args, world): Answer<ConversationsJoinResponse> => {
  const channel = knownChannel(world, args.channel);
  if (channel.kind !== "public") throw new SlackFailure("method_not_supported_for_channel_type");
  return { channel: channelPayload(world, addMember(world, channel, world.identity.bot)) };
});

function isKnown(world: World, channel: Channel): boolean {
  return channel.kind === "public" || hasBot(world, channel);
}

function ofTypes(types: string) {
  const wanted = new Set(types.split(",").map((type) => type.trim()));
  const names = { public: "public_channel", private: "private_channel", im: "im" };
  return (channel: Channel) => wanted.has(names[channel.kind]);
}

export const conversationMethods = {
  "conversations.info": info,
  "conversations.list": list,
  "conversations.members": members,
  "conversations.open": open,
  "conversations.join": join,
  "users.conversations": ofUser,
};
