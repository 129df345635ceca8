import type { Message } from "../shapes.ts";
import type { World } from "../world/world.ts";
import { filePayload, type FilePayload } from "./file.ts";

/** A message as Slack writes it in answers, events and interactions, apart from its channel. */
export type MessagePayload = Omit<
  Message,
  "channel" | "ephemeral_to" | "streaming" | "files" | "type"
> & {
  type: "message";
  files?: FilePayload[];
  bot_profile?: BotProfile;
  reply_users_count?: number;
};

type BotProfile = {
  id: string;
  name: string;
  app_id: string;
  team_id: string;
  deleted: boolean;
  updated: number;
  icons: { [size: string]: string };
};

/** `metadata` only where the caller asked for it: Slack leaves it out of most places. */
export function messagePayload(
  world: World,
  message: Message,
  show: { metadata: boolean },
): MessagePayload {
  const { channel: _c, ephemeral_to: _e, streaming: _s, files, metadata, ...rest } = message;
  return {
    ...rest,
    ...(files && { files: files.map((file) => filePayload(world, file)) }),
    ...(message.bot_id !== undefined && { bot_profile: botProfile(world) }),
    ...(message.reply_users && { reply_users_count: message.reply_users.length }),
    ...(show.metadata && metadata && { metadata }),
  };
}

function botProfile(world: World): BotProfile {
  const { app, botId, bot, team } = world.identity;
  return {
    id: botId,
    name: world.users.get(bot)?.real_name ?? bot,
    app_id: app,
    team_id: team.id,
    deleted: false,
    updated: 0,
    icons: { image_36: "", image_48: "", image_72: "" },
  };
}
