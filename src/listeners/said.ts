import { z } from "zod";
import { ChannelId, MessageTs, type TeamId, UserId } from "../domain/ids.ts";
import { plainText, visible } from "../domain/markup.ts";
import { withoutMention } from "../domain/request.ts";
import type { Who } from "./button.ts";

/** A message as a person wrote it; everything that is no such thing (edits, joins, other bots) does not parse. */
const Message = z.object({
  type: z.string(),
  user: UserId,
  text: z.string().default(""),
  ts: MessageTs,
  thread_ts: MessageTs.optional(),
  channel: ChannelId,
  channel_type: z.string().optional(),
  bot_id: z.undefined().optional(),
  subtype: z.enum(["file_share", "thread_broadcast"]).optional(),
  files: z.unknown().optional(),
  /** The author's own workspace: another one than ours in a channel that is shared between companies. */
  user_team: z.string().optional(),
  source_team: z.string().optional(),
});

/** Something said where we can hear it. */
export type Said = {
  readonly who: Who;
  readonly message: z.infer<typeof Message>;
  readonly botUser: string;
  /** In plain text, without our own name; links keep their address. */
  readonly words: string;
  /** To us by name, or in private. */
  readonly mentioned: boolean;
  readonly inboxKeys: readonly string[];
};

/** Reads a `message` or `app_mention` event; undefined for what no person wrote, or we did. */
export function readSaid(
  event: unknown,
  how: { team: TeamId; botUser: string | undefined; eventId: string },
): Said | undefined {
  const parsed = Message.safeParse(event);
  const { team, botUser, eventId } = how;
  if (!parsed.success || botUser === undefined || parsed.data.user === botUser) return undefined;
  const message = parsed.data;
  const { channel, ts, thread_ts: threadTs = null, user } = message;
  const words = withoutMention(message.text, botUser);
  const home = message.user_team ?? message.source_team ?? team;
  return {
    who: { user, team, stranger: home !== team, place: { channel, threadTs } },
    message,
    botUser,
    words: visible(plainText(words, undefined, { addresses: true })),
    mentioned:
      words !== message.text || message.type === "app_mention" || message.channel_type === "im",
    inboxKeys: [`event:${eventId}`, `message:${channel}:${ts}`],
  };
}
