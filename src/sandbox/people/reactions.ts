import type { ReactionAddedEvent, ReactionRemovedEvent } from "@slack/types";
import type { Delivered } from "../delivery/envelope.ts";
import { SlackFailure } from "../failure.ts";
import type { Message } from "../shapes.ts";
import { nextTs } from "../world/ids.ts";
import { changeMessage } from "../world/messages.ts";
import type { World } from "../world/world.ts";
import { tell } from "./announce.ts";

/** Puts a reaction on a message, by a person or the app; `already_reacted` the second time. */
export function react(world: World, user: string, message: Message, name: string): Delivered[] {
  const reactions = message.reactions ?? [];
  const there = reactions.find((one) => one.name === name);
  if (there?.users.includes(user)) throw new SlackFailure("already_reacted");
  const users = [...(there?.users ?? []), user];
  const changed = { name, users, count: users.length };
  changeMessage(world, message, (one) => ({
    ...one,
    reactions: there
      ? reactions.map((reaction) => (reaction === there ? changed : reaction))
      : [...reactions, changed],
  }));
  return tellOf(world, "reaction_added", user, message, name);
}

/** Takes a reaction back; `no_reaction` when it was not there. */
export function unreact(world: World, user: string, message: Message, name: string): Delivered[] {
  const reactions = message.reactions ?? [];
  const there = reactions.find((one) => one.name === name && one.users.includes(user));
  if (!there) throw new SlackFailure("no_reaction");
  const users = there.users.filter((one) => one !== user);
  const left = reactions.flatMap((reaction) => {
    if (reaction !== there) return [reaction];
    return users.length > 0 ? [{ name, users, count: users.length }] : [];
  });
  changeMessage(world, message, (one) => {
    const { reactions: _reactions, ...rest } = one;
    return left.length > 0 ? { ...rest, reactions: left } : rest;
  });
  return tellOf(world, "reaction_removed", user, message, name);
}

function tellOf(
  world: World,
  type: (ReactionAddedEvent | ReactionRemovedEvent)["type"],
  user: string,
  message: Message,
  reaction: string,
): Delivered[] {
  const channel = world.channels.get(message.channel);
  if (!channel) return [];
  return tell(world, channel, {
    type,
    user,
    reaction,
    item_user: message.user,
    item: { type: "message", channel: message.channel, ts: message.ts },
    event_ts: nextTs(world),
  });
}
