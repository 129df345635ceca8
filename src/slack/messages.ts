import type { KnownBlock } from "@slack/types";
import { z } from "zod";
import { ChannelId, MessageTs } from "../domain/ids.ts";
import type { Call } from "./call.ts";
import { SlackRefusal } from "./errors.ts";

/** What is shown: blocks, and the text that stands for them in notifications. */
export type Shown = { readonly text: string; readonly blocks: readonly KnownBlock[] };

export type Place = { readonly channel: string; readonly threadTs: string | null };

const Posted = z.object({ channel: ChannelId, ts: MessageTs });

/** Nothing that a model or a page wrote may unfurl or ping. */
const inert = { unfurl_links: false, unfurl_media: false, link_names: false };

/** Posts a message that carries `key`, so that it can be found again when the answer is lost. */
export const post = (call: Call, place: Place, shown: Shown, key: string) =>
  call(
    "chat.postMessage",
    {
      channel: place.channel,
      ...(place.threadTs !== null && { thread_ts: place.threadTs }),
      ...inert,
      ...shown,
      metadata: { event_type: "legwork", event_payload: { key } },
    },
    Posted,
  );

/** Makes an existing message show something else. Doing it twice does no harm. */
export async function update(
  call: Call,
  message: { channel: string; ts: string },
  shown: Shown,
  key: string,
): Promise<void> {
  await call(
    "chat.update",
    {
      ...message,
      ...inert,
      ...shown,
      metadata: { event_type: "legwork", event_payload: { key } },
    },
    z.object({ ok: z.literal(true) }),
  );
}

/** Shows something to one person only. Slack may drop it: for hints, never for results. */
export async function whisper(
  call: Call,
  place: Place & { user: string },
  shown: Shown,
): Promise<void> {
  await call(
    "chat.postEphemeral",
    {
      channel: place.channel,
      user: place.user,
      ...(place.threadTs !== null && { thread_ts: place.threadTs }),
      ...shown,
    },
    z.object({ ok: z.literal(true) }),
  );
}

const OwnMessages = z.object({
  messages: z.array(
    z.object({
      ts: MessageTs,
      bot_id: z.string().optional(),
      user: z.string().optional(),
      metadata: z
        .object({
          event_type: z.string(),
          event_payload: z.looseObject({ key: z.string().optional() }),
        })
        .optional()
        .catch(undefined),
    }),
  ),
  response_metadata: z.object({ next_cursor: z.string().optional() }).optional(),
});

/** Pages of 200 to look through for a message of ours; a longer stretch counts as unreadable. */
const searchPagesMax = 5;

/**
 * Looks for our message with `key`, in the thread or, where there is none, in the channel, from `sinceSeconds` on.
 * Metadata can be forged by others, so the author must be ourselves. `unreadable`: the place cannot be read.
 */
export async function findOwn(
  call: Call,
  place: Place,
  own: { botId: string; botUser: string; key: string; sinceSeconds: number },
): Promise<MessageTs | "unreadable" | undefined> {
  const threaded = place.threadTs !== null;
  const args = {
    channel: place.channel,
    ...(threaded && { ts: place.threadTs }),
    oldest: String(own.sinceSeconds),
    include_all_metadata: true,
    limit: 200,
  };
  let cursor: string | undefined;
  for (let page = 0; page < searchPagesMax; page++) {
    try {
      const found = await call(
        threaded ? "conversations.replies" : "conversations.history",
        { ...args, ...(cursor && { cursor }) },
        OwnMessages,
      );
      const match = found.messages.find(
        (message) =>
          (message.bot_id === own.botId || message.user === own.botUser) &&
          message.metadata?.event_type === "legwork" &&
          message.metadata.event_payload.key === own.key,
      );
      if (match !== undefined) return match.ts;
      cursor = found.response_metadata?.next_cursor || undefined;
      if (cursor === undefined) return undefined;
    } catch (error) {
      if (error instanceof SlackRefusal) return "unreadable";
      throw error;
    }
  }
  return "unreadable";
}
