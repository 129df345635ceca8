import type {
  ChatAppendStreamResponse,
  ChatStartStreamResponse,
  ChatStopStreamResponse,
} from "@slack/web-api";
import { z } from "zod";
import { checkMessageBlocks, checkMetadata } from "../check/check.ts";
import { SlackFailure } from "../failure.ts";
import { announce } from "../people/announce.ts";
import type { Message } from "../shapes.ts";
import { joinedChannel, knownChannel } from "../world/channels.ts";
import { record } from "../world/journal.ts";
import { addMessage, changeMessage, findMessage, rootTs } from "../world/messages.ts";
import { changeThread } from "../world/threads.ts";
import type { World } from "../world/world.ts";
import { author, reply } from "./chat.ts";
import { Chunks, fold } from "./chunks.ts";
import { type Answer, id, json, method, text } from "./method.ts";
import { answer } from "./chat.ts";

const words = { markdown_text: text.optional(), chunks: json(Chunks).optional() };

const startStream = method(
  z.object({
    channel: id,
    thread_ts: id,
    recipient_user_id: z.string().optional(),
    recipient_team_id: z.string().optional(),
    ...words,
  }),
  (args, world): Answer<ChatStartStreamResponse> => {
    const channel = joinedChannel(world, args.channel);
    if (channel.kind !== "im" && !args.recipient_user_id) {
      throw new SlackFailure("missing_recipient_user_id");
    }
    if (channel.kind !== "im" && !args.recipient_team_id) {
      throw new SlackFailure("missing_recipient_team_id");
    }
    const threadTs = rootTs(world, channel.id, args.thread_ts);
    const message = addMessage(world, {
      channel: channel.id,
      ...author(world),
      ...reply(world, channel.id, threadTs),
      ...fold({ text: "", blocks: [] }, args),
      streaming: true,
    });
    record(world, "chat.startStream", message);
    return { channel: channel.id, ts: message.ts };
  },
);

const appendStream = method(
  z.object({ channel: id, ts: id, ...words }),
  (args, world): Answer<ChatAppendStreamResponse> => {
    const message = changeMessage(world, streaming(world, args), (one) => ({
      ...one,
      ...fold(one, args),
    }));
    return { channel: message.channel, ts: message.ts };
  },
);

const stopStream = method(
  z.object({
    channel: id,
    ts: id,
    ...words,
    blocks: json(z.unknown()).optional(),
    metadata: json(z.unknown()).optional(),
    session_status: z.enum(["active", "processing", "suspended", "closed"]).optional(),
  }),
  (args, world): Answer<ChatStopStreamResponse> => {
    const before = streaming(world, args);
    const last = args.blocks === undefined ? [] : checkMessageBlocks(args.blocks);
    const metadata = args.metadata === undefined ? undefined : checkMetadata(args.metadata);
    const message = changeMessage(world, before, (one) => {
      const { streaming: _streaming, ...rest } = one;
      const folded = fold(one, args);
      const blocks = [...(folded.blocks ?? []), ...last];
      return { ...rest, ...folded, blocks, ...(metadata && { metadata }) };
    });
    if (args.session_status !== undefined && message.thread_ts !== undefined) {
      changeThread(world, message.channel, message.thread_ts, { session: args.session_status });
    }
    record(world, "chat.stopStream", message);
    announce(world, message);
    return answer(world, message);
  },
);

function streaming(world: World, { channel, ts }: { channel: string; ts: string }): Message {
  const message = findMessage(world, knownChannel(world, channel).id, ts);
  if (!message.streaming) throw new SlackFailure("message_not_in_streaming_state");
  return message;
}

export const streamMethods = {
  "chat.startStream": startStream,
  "chat.appendStream": appendStream,
  "chat.stopStream": stopStream,
};
