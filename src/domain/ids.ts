import { z } from "zod";

/** A task's own id; people see its number (`L-42`) instead. */
export const TaskId = z.uuid().brand<"TaskId">();
export type TaskId = z.infer<typeof TaskId>;

const slackId = z.string().regex(/^\w{1,64}$/);

/** A Slack workspace, e.g. `T024BE7LD`. */
export const TeamId = slackId.brand<"TeamId">();
export type TeamId = z.infer<typeof TeamId>;

/** A Slack user, e.g. `U024BE7LH`. */
export const UserId = slackId.brand<"UserId">();
export type UserId = z.infer<typeof UserId>;

/** A Slack channel, private channel or direct message, e.g. `C024BE91L`. */
export const ChannelId = slackId.brand<"ChannelId">();
export type ChannelId = z.infer<typeof ChannelId>;

/** A Slack file, e.g. `F024BERPE`. */
export const FileId = slackId.brand<"FileId">();
export type FileId = z.infer<typeof FileId>;

/** When a message was posted and at the same time its name within a channel, e.g. `1718000000.000100`. */
export const MessageTs = z
  .string()
  .regex(/^\d{1,13}\.\d{1,10}$/)
  .brand<"MessageTs">();
export type MessageTs = z.infer<typeof MessageTs>;

/** How people name a task: `L-` and its number in the workspace. */
export const taskName = (number: number): string => `L-${number}`;

/** Reads `42`, `#42`, `L-42` or `l42`; undefined for anything else. */
export function parseTaskNumber(text: string): number | undefined {
  const digits = /^(?:#|l-?)?(\d{1,9})$/i.exec(text.trim())?.[1];
  return digits === undefined ? undefined : Number(digits);
}
