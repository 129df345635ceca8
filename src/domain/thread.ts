import { z } from "zod";
import { ChannelId, MessageTs, TeamId } from "./ids.ts";

/** Where a request was made and everything about it is answered. */
export const Thread = z.object({
  team: TeamId,
  channel: ChannelId,
  /** The thread's first message. Null until our own card opens the thread (a slash command has no message). */
  ts: MessageTs.nullable(),
});
export type Thread = Readonly<z.infer<typeof Thread>>;
