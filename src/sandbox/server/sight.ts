import type { Change, PageView, Snapshot } from "../contract.ts";
import type { Channel, Message } from "../shapes.ts";
import { messageKey } from "../world/ids.ts";
import type { World } from "../world/world.ts";

/** How many of the newest messages of a channel a snapshot holds, replies included. */
const messagesShown = 500;
const logShown = 200;

/** What people see of the world. */
export function createPageView(world: World): PageView {
  return {
    snapshot: (user) => snapshot(world, user),
    message(user, channel, ts) {
      const message = world.messages.get(messageKey(channel, ts));
      return message && seesMessage(world, user, message) ? message : undefined;
    },
    subscribe: (user, listener) =>
      world.feed.subscribe((sequenced) => {
        if (sees(world, user, sequenced.change)) listener(sequenced);
      }),
  };
}

function snapshot(world: World, user: string): Snapshot | undefined {
  const person = world.users.get(user);
  if (!person || person.is_bot) return undefined;
  return {
    sequence: world.feed.sequence(),
    team: world.identity.team,
    me: user,
    bot: world.identity.bot,
    users: [...world.users.values()],
    channels: [...world.channels.values()].filter((one) => seesChannel(user, one)),
    messages: visibleMessages(world, user),
    threads: [...world.threads.values()].filter((one) => isMember(world, user, one.channel)),
    views: [...world.views.values()].filter((view) => view.user === user),
    home: world.homes.get(user) ?? null,
    commands: world.commands,
    shortcuts: world.shortcuts,
    connection: world.connection,
    log: world.log.slice(-logShown),
  };
}

function visibleMessages(world: World, user: string): Message[] {
  const visible = [...world.messages.values()].filter((one) => seesMessage(world, user, one));
  const byChannel = Map.groupBy(visible, (message) => message.channel);
  return [...byChannel.values()].flatMap((messages) => messages.slice(-messagesShown));
}

/** Whether a change concerns this person. */
export function sees(world: World, user: string, change: Change): boolean {
  if (change.type === "message") return seesMessage(world, user, change.message);
  if (change.type === "message_removed") return isMember(world, user, change.channel);
  if (change.type === "channel") return seesChannel(user, change.channel);
  if (change.type === "thread") return isMember(world, user, change.thread.channel);
  if (change.type === "view" || change.type === "home") return change.view.user === user;
  if (change.type === "view_closed") return change.user === user;
  if (change.type === "trouble") return change.trouble.user === user;
  return true;
}

function seesMessage(world: World, user: string, message: Message): boolean {
  if (message.ephemeral_to !== undefined && message.ephemeral_to !== user) return false;
  return isMember(world, user, message.channel);
}

function seesChannel(user: string, channel: Channel): boolean {
  return channel.kind === "public" || channel.members.includes(user);
}

function isMember(world: World, user: string, channel: string): boolean {
  return world.channels.get(channel)?.members.includes(user) ?? false;
}
