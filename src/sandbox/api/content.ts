import { z } from "zod";
import { checkMessageBlocks, checkMetadata } from "../check/check.ts";
import { limits } from "../check/limits.ts";
import { finish } from "../check/finish.ts";
import { SlackFailure } from "../failure.ts";
import type { Message } from "../shapes.ts";
import { json, text } from "./method.ts";

/** What a message is made of, in the arguments of every method that writes one. */
export const contentArguments = {
  text: text.optional(),
  markdown_text: text.optional(),
  blocks: json(z.unknown()).optional(),
  attachments: json(z.unknown()).optional(),
  metadata: json(z.unknown()).optional(),
};
export type ContentArguments = z.infer<z.ZodObject<typeof contentArguments>>;

/** The parts of a message that its author decides. */
export type Content = Pick<Message, "text"> &
  Partial<Pick<Message, "blocks" | "attachments" | "metadata">>;

const Attachments = z.array(z.looseObject({})).max(limits.attachments);

/** Checks and completes a message's content; `no_text` when there is nothing to show. */
export function contentOf(args: ContentArguments): Content {
  const { markdown_text } = args;
  if (markdown_text !== undefined && (args.text !== undefined || isFilled(args.blocks))) {
    throw new SlackFailure("markdown_text_conflict");
  }
  if (markdown_text !== undefined && markdown_text.length > limits.markdownText) {
    throw new SlackFailure("msg_too_long");
  }
  const blocks = blocksOf(args);
  const attachments = attachmentsOf(args.attachments);
  const words = args.text ?? markdown_text ?? "";
  if (words === "" && !blocks?.length && !attachments?.length) throw new SlackFailure("no_text");
  return {
    // A message of blocks alone gets this text at Slack too.
    text: words === "" ? "This content can't be displayed." : words.slice(0, limits.text),
    ...(blocks && { blocks }),
    ...(attachments && { attachments }),
    ...(args.metadata !== undefined && { metadata: checkMetadata(args.metadata) }),
  };
}

function blocksOf({ blocks, markdown_text }: ContentArguments): Message["blocks"] {
  if (markdown_text !== undefined) return [finish({ type: "markdown", text: markdown_text })];
  return isFilled(blocks) ? checkMessageBlocks(blocks) : undefined;
}

function attachmentsOf(attachments: unknown): Message["attachments"] {
  if (!isFilled(attachments)) return undefined;
  const parsed = Attachments.safeParse(attachments);
  if (!parsed.success) throw new SlackFailure("invalid_attachments");
  return parsed.data;
}

/** An empty list counts as no list. */
function isFilled(list: unknown): boolean {
  return list !== undefined && list !== null && list !== "" && !isEmptyArray(list);
}

function isEmptyArray(list: unknown): boolean {
  return Array.isArray(list) && list.length === 0;
}
