import { z } from "zod";
import type { Call } from "./call.ts";

/** Asked for at a time; Slack gives at most 999. */
const pageSize = 200;

const Page = z.object({
  messages: z.array(
    z.object({
      ts: z.string(),
      user: z.string().optional(),
      bot_id: z.string().optional(),
      username: z.string().optional(),
      text: z.string().optional(),
      subtype: z.string().optional(),
      thread_ts: z.string().optional(),
      reply_count: z.int().optional(),
    }),
  ),
  has_more: z.boolean().optional(),
  response_metadata: z.object({ next_cursor: z.string().optional() }).optional(),
});
/** A message as Slack tells it. */
export type Message = z.infer<typeof Page>["messages"][number];

/** The first `max` messages of a paged method; `cut` when there were more. */
export async function pages(
  call: Call,
  method: string,
  args: Record<string, unknown>,
  max: number,
) {
  const messages: Message[] = [];
  let cursor: string | undefined;
  do {
    const page: z.infer<typeof Page> = await call(
      method,
      { ...args, limit: pageSize, ...(cursor && { cursor }) },
      Page,
    );
    messages.push(...page.messages);
    cursor = page.response_metadata?.next_cursor || undefined;
  } while (cursor !== undefined && messages.length < max);
  return { messages: messages.slice(0, max), cut: cursor !== undefined };
}
