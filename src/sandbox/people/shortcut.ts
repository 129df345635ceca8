import type { MessageShortcut } from "@slack/bolt";
import { messagePayload } from "../payload/message.ts";
import type { Message } from "../shapes.ts";
import type { Ack } from "../requests.ts";
import { grantResponseUrl, grantTrigger } from "../world/grants.ts";
import { nextTs } from "../world/ids.ts";
import type { World } from "../world/world.ts";
import { interactionHead, who } from "./person.ts";
import { theirChannel } from "./say.ts";
import { clickFailed } from "./slackbot.ts";

/** A person picks a message shortcut of the app; the app gets the whole message, even where it is not a member. */
export async function shortcut(
  world: World,
  user: string,
  message: Message,
  callbackId: string,
): Promise<Ack> {
  const { ts, thread_ts: threadTs } = message;
  const channel = theirChannel(world, user, message.channel);
  const payload: MessageShortcut & { action_ts: string } = {
    type: "message_action",
    callback_id: callbackId,
    ...interactionHead(world),
    user: who(world, user),
    channel: { id: channel.id, name: channel.kind === "im" ? "directmessage" : channel.name },
    message: messagePayload(world, message, { metadata: false }),
    message_ts: ts,
    action_ts: nextTs(world),
    trigger_id: grantTrigger(world, user),
    response_url: grantResponseUrl(world, { channel: channel.id, user, threadTs }),
  };
  const ack = await world.deliver({ kind: "interactive", payload }).first;
  if (!ack.ok) clickFailed(world, { user, channel: channel.id, ts });
  return ack;
}
