import type { Message } from "../shapes.ts";
import { messageKey } from "../world/ids.ts";
import type { World } from "../world/world.ts";

/** Whether the API shows a message yet: a fault can make a new one appear late. */
export function isVisible(world: World, message: Message): boolean {
  const until = world.hiddenUntil.get(messageKey(message.channel, message.ts));
  return until === undefined || world.now().getTime() >= until;
}
