import { SlackFailure } from "../failure.ts";
import type { Message, View } from "../shapes.ts";
import { messageKey } from "../world/ids.ts";
import type { World } from "../world/world.ts";
import { theirChannel } from "./say.ts";

/** A message this person can act on: not somebody else's ephemeral. */
export function ownSight(
  world: World,
  user: string,
  { channel, ts }: { channel: string; ts: string },
): Message {
  const message = world.messages.get(messageKey(theirChannel(world, user, channel).id, ts));
  const hidden = message?.ephemeral_to !== undefined && message.ephemeral_to !== user;
  if (!message || hidden) throw new SlackFailure("message_not_found");
  return message;
}

/** A modal or Home tab of this person's own. */
export function ownView(world: World, user: string, viewId: string): View {
  const home = world.homes.get(user);
  const view = home?.id === viewId ? home : world.views.get(viewId);
  if (view?.user !== user) throw new SlackFailure("view_not_found");
  return view;
}
