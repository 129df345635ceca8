import type {
  ChatDeleteResponse,
  ChatGetPermalinkResponse,
  ChatPostEphemeralResponse,
  ChatPostMessageResponse,
  ChatUpdateResponse,
} from "@slack/web-api";
import { z } from "zod";
import { limits } from "../check/limits.ts";
import { SlackFailure } from "../failure.ts";
import { messagePayload } from "../payload/message.ts";
import { announce, announceChange, announceRemoval } from "../people/announce.ts";
import type { Message } from "../shapes.ts";
import { joinedChannel, knownChannel } from "../world/channels.ts";
import { nextTs } from "../world/ids.ts";
import { record } from "../world/journal.ts";
import {
  addMessage,
  changeMessage,
  findMessage,
  removeMessage,
  rootTs,
} from "../world/messages.ts";
import type { World } from "../world/world.ts";
import { contentArguments, contentOf } from "./content.ts";
import { type Answer, flag, id, method } from "./method.ts";
import { isVisible } from "./reach.ts";

const Post = z.object({
  channel: id,
  thread_ts: z.string().optional(),
  reply_broadcast: flag.optional(),
  ...contentArguments,
});

const postMessage = method(Post, (args, world): Answer<ChatPostMessageResponse> => {
  const channel = joinedChannel(world, args.channel);
  const content = contentOf(args);
  const threadTs = args.thread_ts ? rootTs(world, channel.id, args.thread_ts) : undefined;
  const message = addMessage(world, {
    channel: channel.id,
    ...author(world),
    ...content,
    ...reply(world, channel.id, threadTs),
  });
  record(world, "chat.postMessage", message);
  announce(world, message);
  return answer(world, message);
});

const update = method(
  z.object({ channel: id, ts: id, ...contentArguments }),
  (args, world): Answer<ChatUpdateResponse> => {
    const message = ownMessage(world, args.channel, args.ts, "cant_update_message");
    if (message.streaming) throw new SlackFailure("streaming_state_conflict");
    if ((args.text ?? "").length > limits.updateText) throw new SlackFailure("msg_too_long");
    const content = contentOf(args);
    const { blocks, attachments: _attachments, ...kept } = message;
    // Text alone takes the blocks away; only an edit without blocks is marked as edited.
    const marked = !content.blocks && { edited: { user: message.user, ts: nextTs(world) } };
    const changed = changeMessage(world, message, () => ({ ...kept, ...content, ...marked }));
    record(world, "chat.update", changed);
    if (
      JSON.stringify(blocks) !== JSON.stringify(changed.blocks) ||
      message.text !== changed.text
    ) {
      announceChange(world, changed, message);
    }
    return { ...answer(world, changed), text: changed.text };
  },
);

const remove = method(
  z.object({ channel: id, ts: id }),
  (args, world): Answer<ChatDeleteResponse> => {
    const message = ownMessage(world, args.channel, args.ts, "cant_delete_message");
    removeMessage(world, message);
    announceRemoval(world, message);
    return { channel: message.channel, ts: message.ts };
  },
);

const postEphemeral = method(
  z.object({ channel: id, user: id, thread_ts: z.string().optional(), ...contentArguments }),
  (args, world): Answer<ChatPostEphemeralResponse> => {
    const channel = joinedChannel(world, args.channel);
    if (!channel.members.includes(args.user)) throw new SlackFailure("user_not_in_channel");
    const message = addMessage(world, {
      channel: channel.id,
      ...author(world),
      ...contentOf(args),
      ephemeral_to: args.user,
      ...(args.thread_ts && { thread_ts: args.thread_ts }),
    });
    record(world, "chat.postEphemeral", message);
    return { message_ts: message.ts };
  },
);

const getPermalink = method(
  z.object({ channel: id, message_ts: id }),
  (args, world): Answer<ChatGetPermalinkResponse> => {
    const channel = knownChannel(world, args.channel);
    const message = findMessage(world, channel.id, args.message_ts);
    return { channel: channel.id, permalink: permalink(world, message) };
  },
);

/** Where a message is found in the page; the same path as Slack's, so that links can be read back. */
export function permalink(world: World, message: Message): string {
  const path = `${world.url}archives/${message.channel}/p${message.ts.replace(".", "")}`;
  const inThread = message.thread_ts !== undefined && message.thread_ts !== message.ts;
  return inThread ? `${path}?thread_ts=${message.thread_ts}&cid=${message.channel}` : path;
}

/** Who writes when the app writes. */
export function author(world: World) {
  const { bot, botId, app } = world.identity;
  return { user: bot, bot_id: botId, app_id: app };
}

/** What makes a message a reply. */
export function reply(world: World, channel: string, threadTs: string | undefined) {
  if (threadTs === undefined) return {};
  return { thread_ts: threadTs, parent_user_id: findMessage(world, channel, threadTs).user };
}

export function answer(world: World, message: Message) {
  const body = messagePayload(world, message, { metadata: true });
  return { channel: message.channel, ts: message.ts, message: body };
}

function ownMessage(world: World, reference: string, ts: string, otherwise: string): Message {
  const message = findMessage(world, knownChannel(world, reference).id, ts);
  if (!isVisible(world, message)) throw new SlackFailure("message_not_found");
  if (message.user !== world.identity.bot) throw new SlackFailure(otherwise);
  return message;
}

export const chatMethods = {
  "chat.postMessage": postMessage,
  "chat.update": update,
  "chat.delete": remove,
  "chat.postEphemeral": postEphemeral,
  "chat.getPermalink": getPermalink,
};
