import { z } from "zod";
import { contentArguments, contentOf } from "../api/content.ts";
import { author } from "../api/chat.ts";
import { SlackFailure } from "../failure.ts";
import type { Message } from "../shapes.ts";
import { messageKey, nextTs } from "../world/ids.ts";
import { record } from "../world/journal.ts";
import { addMessage, changeMessage, removeMessage } from "../world/messages.ts";
import type { ResponseTarget, World } from "../world/world.ts";
import { announce, announceChange } from "./announce.ts";

const Response = z.object({
  response_type: z.enum(["ephemeral", "in_channel"]).default("ephemeral"),
  replace_original: z.union([z.boolean(), z.stringbool()]).default(false),
  delete_original: z.union([z.boolean(), z.stringbool()]).default(false),
  thread_ts: z.string().optional(),
  ...contentArguments,
});
type Response = z.infer<typeof Response>;

type Target = Pick<ResponseTarget, "channel" | "user" | "ts" | "threadTs">;

/**
 * What an app answers through an ack or a `response_url`: a message for the person alone unless it says
 * `in_channel`, or a change of the message that was clicked. Nothing, or an empty answer, does nothing.
 */
export function respond(world: World, target: Target, body: unknown): void {
  const response = read(body);
  if (!response) return;
  const original = world.messages.get(messageKey(target.channel, target.ts ?? ""));
  if (response.delete_original && original) return removeMessage(world, original);
  if (response.replace_original && original) return replace(world, original, response);
  const inThread = response.thread_ts ?? target.threadTs;
  const message = addMessage(world, {
    channel: target.channel,
    ...author(world),
    ...contentOf(response),
    ...(inThread !== undefined && { thread_ts: inThread }),
    ...(response.response_type === "ephemeral" && { ephemeral_to: target.user }),
  });
  record(world, "response_url", message);
  if (message.ephemeral_to === undefined) announce(world, message);
}

function replace(world: World, original: Message, response: Response): void {
  const { blocks: _blocks, attachments: _attachments, ...rest } = original;
  const edited = { user: original.user, ts: nextTs(world) };
  const content = contentOf(response);
  const changed = changeMessage(world, original, () => ({
    ...rest,
    ...content,
    ...(!content.blocks && original.ephemeral_to === undefined && { edited }),
  }));
  record(world, "response_url", changed);
  if (changed.ephemeral_to === undefined) announceChange(world, changed, original);
}

function read(body: unknown): Response | undefined {
  if (typeof body === "string") {
    return body === "" ? undefined : Response.parse({ text: body });
  }
  const named = z.looseObject({}).safeParse(body);
  if (!named.success || Object.keys(named.data).length === 0) return undefined;
  const parsed = Response.safeParse(body);
  if (!parsed.success) throw new SlackFailure("invalid_payload");
  return parsed.data;
}
