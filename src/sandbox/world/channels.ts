import type { Channel } from "../shapes.ts";
import { SlackFailure } from "../failure.ts";
import { newId } from "./ids.ts";
import type { World } from "./world.ts";

/** A channel by id, `#name`, or (as `chat.postMessage` allows) the id of a person to write to. */
export function findChannel(world: World, reference: string): Channel {
  const byId = world.channels.get(reference);
  if (byId) return byId;
  if (world.users.has(reference)) return openDirect(world, reference);
  const name = reference.replace(/^#/, "");
  const byName = [...world.channels.values()].find((one) => one.kind !== "im" && one.name === name);
  if (!byName) throw new SlackFailure("channel_not_found");
  return byName;
}

/** The channel if the app may know of it: a private one it is not in does not exist to it. */
export function knownChannel(world: World, reference: string): Channel {
  const channel = findChannel(world, reference);
  if (channel.kind !== "public" && !hasBot(world, channel)) {
    throw new SlackFailure("channel_not_found");
  }
  return channel;
}

/** The channel if the app is in it, else `not_in_channel`. */
export function joinedChannel(world: World, reference: string): Channel {
  const channel = knownChannel(world, reference);
  if (!hasBot(world, channel)) throw new SlackFailure("not_in_channel");
  return channel;
}

export function hasBot(world: World, channel: Channel): boolean {
  return channel.members.includes(world.identity.bot);
}

/** The direct message between the app and a person, made if it is not there yet. */
export function openDirect(world: World, user: string): Channel {
  const open = [...world.channels.values()].find((one) => one.kind === "im" && one.user === user);
  if (open) return open;
  const channel: Channel = {
    id: newId("D"),
    name: "directmessage",
    kind: "im",
    topic: "",
    created: Math.floor(world.now().getTime() / 1_000),
    creator: world.identity.bot,
    members: [user, world.identity.bot],
    user,
  };
  world.channels.set(channel.id, channel);
  world.feed.emit({ type: "channel", channel });
  return channel;
}

export function addMember(world: World, channel: Channel, user: string): Channel {
  if (channel.members.includes(user)) return channel;
  const changed = { ...channel, members: [...channel.members, user] };
  world.channels.set(channel.id, changed);
  world.feed.emit({ type: "channel", channel: changed });
  return changed;
}
