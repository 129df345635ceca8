import { z } from "zod";
import { SlackFailure } from "../failure.ts";

/** What every paged method takes. Slack's own default and ceiling. */
export const pageArguments = {
  cursor: z.string().optional(),
  limit: z.coerce.number().int().min(0).max(1_000).default(100),
};

export type Page<Item> = {
  items: Item[];
  has_more: boolean;
  response_metadata: { next_cursor: string };
};

/** One page of a list, and the cursor of the next. A cursor that is not ours is `invalid_cursor`. */
export function pageOf<Item>(
  all: Item[],
  { cursor, limit }: { cursor?: string | undefined; limit: number },
): Page<Item> {
  const start = cursor ? decode(cursor) : 0;
  const end = start + (limit || 100);
  const next_cursor = end < all.length ? Buffer.from(`next:${end}`).toString("base64") : "";
  return {
    items: all.slice(start, end),
    has_more: next_cursor !== "",
    response_metadata: { next_cursor },
  };
}

function decode(cursor: string): number {
  const found = /^next:(\d+)$/.exec(Buffer.from(cursor, "base64").toString());
  if (!found) throw new SlackFailure("invalid_cursor");
  return Number(found[1]);
}
