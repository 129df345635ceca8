import type { ConversationsHistoryResponse, ConversationsRepliesResponse } from "@slack/web-api";
import { z } from "zod";
import { SlackFailure } from "../failure.ts";
import { messagePayload } from "../payload/message.ts";
import type { Message } from "../shapes.ts";
import { joinedChannel } from "../world/channels.ts";
import { isLater } from "../world/ids.ts";
import { messagesIn, threadOf } from "../world/messages.ts";
import type { World } from "../world/world.ts";
import { type Answer, flag, id, method } from "./method.ts";
import { pageArguments, pageOf } from "./page.ts";
import { isVisible } from "./reach.ts";

const window = {
  oldest: z.coerce.string().optional(),
  latest: z.coerce.string().optional(),
  inclusive: flag.default(false),
  include_all_metadata: flag.default(false),
  ...pageArguments,
};
type Window = z.infer<z.ZodObject<typeof window>>;

/** Newest first; replies only when they were sent to the channel too. */
const history = method(
  z.object({ channel: id, ...window }),
  (args, world): Answer<ConversationsHistoryResponse> => {
    const channel = joinedChannel(world, args.channel);
    const all = messagesIn(world, channel.id)
      .filter((one) => isTopLevel(one) && isVisible(world, one) && isWithin(one, args))
      .toReversed();
    const { items, has_more, response_metadata } = pageOf(all, args);
    return {
      messages: items.map((one) => show(world, one, args)),
      has_more,
      pin_count: 0,
      response_metadata,
    };
  },
);

/** Oldest first, the parent always at the head of the first page. */
const replies = method(
  z.object({ channel: id, ts: id, ...window }),
  (args, world): Answer<ConversationsRepliesResponse> => {
    const channel = joinedChannel(world, args.channel);
    const all = threadOf(world, channel.id, args.ts).filter((one) => isVisible(world, one));
    if (all.length === 0) throw new SlackFailure("thread_not_found");
    const shown = all.filter((one, index) => index === 0 || isWithin(one, args));
    const { items, has_more, response_metadata } = pageOf(shown, args);
    return {
      messages: items.map((one) => show(world, one, args)),
      has_more,
      response_metadata,
    };
  },
);

function show(world: World, message: Message, args: Window) {
  return messagePayload(world, message, { metadata: args.include_all_metadata });
}

function isTopLevel({ thread_ts, ts, reply_broadcast }: Message): boolean {
  return thread_ts === undefined || thread_ts === ts || reply_broadcast === true;
}

function isWithin({ ts }: Message, { oldest, latest, inclusive }: Window): boolean {
  const after = !oldest || isLater(ts, oldest) || (inclusive && !isLater(oldest, ts));
  const before = !latest || isLater(latest, ts) || (inclusive && !isLater(ts, latest));
  return after && before;
}

export const readingMethods = {
  "conversations.history": history,
  "conversations.replies": replies,
};
