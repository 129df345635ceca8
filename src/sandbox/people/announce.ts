import type { Delivered } from "../delivery/envelope.ts";
import {
  changedEvent,
  deletedEvent,
  eventEnvelope,
  mentionEvent,
  messageEvent,
  type SentEvent,
} from "../payload/event.ts";
import type { Channel, Message } from "../shapes.ts";
import { hasBot } from "../world/channels.ts";
import { nextTs } from "../world/ids.ts";
import type { World } from "../world/world.ts";

/**
 * Tells the app of a new message, if it is in the channel: `message` always, and `app_mention` beside
 * it (same ts, another event id) when a person mentions it outside a direct message.
 */
export function announce(world: World, message: Message): Delivered[] {
  const channel = world.channels.get(message.channel);
  if (!channel) return [];
  const { bot } = world.identity;
  const mentioned = message.user !== bot && message.text.includes(`<@${bot}>`);
  return [
    ...tell(world, channel, messageEvent(world, channel, message)),
    ...(mentioned && channel.kind !== "im"
      ? tell(world, channel, mentionEvent(world, message))
      : []),
  ];
}

export function announceChange(world: World, message: Message, previous: Message): Delivered[] {
  const channel = world.channels.get(message.channel);
  if (!channel) return [];
  return tell(world, channel, changedEvent(world, channel, message, previous, nextTs(world)));
}

export function announceRemoval(world: World, previous: Message): Delivered[] {
  const channel = world.channels.get(previous.channel);
  if (!channel) return [];
  return tell(world, channel, deletedEvent(world, channel, previous, nextTs(world)));
}

/** Sends an event about a channel; an app hears nothing from channels it is not in. */
export function tell(world: World, channel: Channel, event: SentEvent): Delivered[] {
  if (!hasBot(world, channel)) return [];
  return [sendEvent(world, event)];
}

export function sendEvent(world: World, event: SentEvent): Delivered {
  return world.deliver({ kind: "events_api", payload: eventEnvelope(world, event) });
}
