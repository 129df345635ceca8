import type { ReactionsAddResponse, ReactionsRemoveResponse } from "@slack/web-api";
import { z } from "zod";
import { react, unreact } from "../people/reactions.ts";
import { joinedChannel } from "../world/channels.ts";
import { findMessage } from "../world/messages.ts";
import { type Answer, id, method } from "./method.ts";

const Reaction = z.object({ channel: id, timestamp: id, name: id });

const add = method(Reaction, (args, world): Answer<ReactionsAddResponse> => {
  const channel = joinedChannel(world, args.channel);
  react(world, world.identity.bot, findMessage(world, channel.id, args.timestamp), args.name);
  return {};
});

const remove = method(Reaction, (args, world): Answer<ReactionsRemoveResponse> => {
  const channel = joinedChannel(world, args.channel);
  unreact(world, world.identity.bot, findMessage(world, channel.id, args.timestamp), args.name);
  return {};
});

export const reactionMethods = { "reactions.add": add, "reactions.remove": remove };
