import { randomUUID } from "node:crypto";
import type { Delivered } from "../delivery/envelope.ts";
import { SlackFailure } from "../failure.ts";
import type { Channel, Message, SharedFile } from "../shapes.ts";
import { addMember, findChannel, hasBot } from "../world/channels.ts";
import { newId, nextTs } from "../world/ids.ts";
import {
  addMessage,
  changeMessage,
  findMessage,
  removeMessage,
  rootTs,
} from "../world/messages.ts";
import type { World } from "../world/world.ts";
import { announce, announceChange, announceRemoval, tell } from "./announce.ts";
import { announceFiles } from "./files.ts";
import { whisper } from "./slackbot.ts";
import { escapeTyped, richText } from "./typing.ts";

/** What a person did, and how the app took it. */
export type Said = { message: Message; deliveries: Delivered[] };

export type Saying = {
  user: string;
  channel: string;
  text: string;
  threadTs?: string | undefined;
  files?: SharedFile[];
};

/** A person posts a message, with files or without. Only members can. */
export function say(world: World, saying: Saying): Said {
  const channel = theirChannel(world, saying.user, saying.channel);
  const { threadTs, files } = saying;
  const root = threadTs === undefined ? undefined : rootTs(world, channel.id, threadTs);
  const text = escapeTyped(world, saying.text);
  if (text === "" && !files?.length) throw new SlackFailure("no_text");
  const message = addMessage(world, {
    channel: channel.id,
    user: saying.user,
    text,
    client_msg_id: randomUUID(),
    ...(text !== "" && { blocks: [richText(text, newId("").slice(0, 5))] }),
    ...(root !== undefined && {
      thread_ts: root,
      parent_user_id: findMessage(world, channel.id, root).user,
    }),
    ...(files && { files, subtype: "file_share" }),
  });
  if (text.includes(`<@${world.identity.bot}>`) && !hasBot(world, channel)) hint(world, message);
  return { message, deliveries: [...announce(world, message), ...announceFiles(world, message)] };
}

/** Slackbot's word to whoever mentions the app where it is not: it hears nothing there. */
function hint(world: World, { user, channel, thread_ts: threadTs }: Message): void {
  const { bot } = world.identity;
  const name = world.users.get(bot)?.name ?? bot;
  const text = `You mentioned <@${bot}>, but it is not in this channel. \`/invite @${name}\` brings it in.`;
  whisper(world, { user, channel, threadTs }, text);
}

/** A person changes their own message: marked as edited, and no second `app_mention`. */
export function edit(world: World, user: string, message: Message, typed: string): Said {
  if (message.user !== user) throw new SlackFailure("cant_update_message");
  const text = escapeTyped(world, typed);
  const changed = changeMessage(world, message, (one) => ({
    ...one,
    text,
    blocks: [richText(text, newId("").slice(0, 5))],
    edited: { user, ts: nextTs(world) },
  }));
  return { message: changed, deliveries: announceChange(world, changed, message) };
}

/** What happens when Slack has looked at a link: the message changes, but nobody edited it. */
export function unfurl(world: World, message: Message, attachment: Record<string, unknown>): Said {
  const changed = changeMessage(world, message, (one) => ({
    ...one,
    attachments: [...(one.attachments ?? []), attachment],
  }));
  return { message: changed, deliveries: announceChange(world, changed, message) };
}

export function remove(world: World, user: string, message: Message): Said {
  if (message.user !== user) throw new SlackFailure("cant_delete_message");
  removeMessage(world, message);
  return { message, deliveries: announceRemoval(world, message) };
}

/** A person joins a public channel, or brings someone, perhaps the app, into one of theirs. */
export function addToChannel(
  world: World,
  inviter: string,
  reference: string,
  member: string,
): Delivered[] {
  const before = findChannel(world, reference);
  const allowed =
    before.members.includes(inviter) || (inviter === member && before.kind === "public");
  if (!allowed || before.kind === "im") throw new SlackFailure("channel_not_found");
  if (!world.users.has(member)) throw new SlackFailure("user_not_found");
  if (before.members.includes(member)) return [];
  const channel = addMember(world, before, member);
  const text = `<@${member}> has joined the channel`;
  const joined = { channel: channel.id, user: member, subtype: "channel_join", text };
  const { ts } = addMessage(world, joined);
  return tell(world, channel, {
    type: "member_joined_channel",
    user: member,
    channel: channel.id,
    channel_type: channel.kind === "private" ? "G" : "C",
    team: world.identity.team.id,
    ...(inviter !== member && { inviter }),
    event_ts: ts,
  });
}

/** A channel this person is in; what they are not in, they cannot find. */
export function theirChannel(world: World, user: string, reference: string): Channel {
  const channel = findChannel(world, reference);
  if (!channel.members.includes(user)) throw new SlackFailure("not_in_channel");
  return channel;
}
