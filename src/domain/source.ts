import { z } from "zod";
import { ChannelId, FileId, MessageTs } from "./ids.ts";

/** One thing to read or to search; the part of a subtask that says where to look. */
export const SourceQuery = z.discriminatedUnion("type", [
  z.object({ type: z.literal("thread"), channel: ChannelId, ts: MessageTs }),
  z.object({
    type: z.literal("channel"),
    channel: ChannelId,
    name: z.string().nullable(),
    /** Only messages after this moment; null: the newest ones, up to the reader's own limit. */
    since: z.coerce.date().nullable(),
  }),
  z.object({ type: z.literal("page"), url: z.url() }),
  z.object({ type: z.literal("file"), file: FileId, name: z.string() }),
  /** Text given in the request itself. */
  z.object({ type: z.literal("text"), text: z.string() }),
  z.object({ type: z.literal("library"), query: z.string() }),
  z.object({ type: z.literal("web"), query: z.string() }),
  /** An earlier approved task of the same workspace, by its number. */
  z.object({ type: z.literal("task"), number: z.int().positive() }),
]);
export type SourceQuery = Readonly<z.infer<typeof SourceQuery>>;

/** Who may see what was read: a draft goes only where all its readers may see all its sources. */
export const Visibility = z.discriminatedUnion("type", [
  z.object({ type: z.literal("public") }),
  z.object({ type: z.literal("workspace") }),
  z.object({ type: z.literal("channel"), channel: ChannelId }),
]);
export type Visibility = Readonly<z.infer<typeof Visibility>>;

/** A piece of a source small enough to quote: a paragraph, a message, a row. */
export const Passage = z.object({
  text: z.string(),
  /** Who said it, where that is known (messages, minutes). */
  speaker: z.string().nullable(),
  /** Where in the source, in words a person can follow: `page 4`, `row 12`, a heading. */
  locator: z.string().nullable(),
  /** Opens the source at this passage, where such an address exists (a message's permalink). */
  url: z.url().nullable(),
});
export type Passage = Readonly<z.infer<typeof Passage>>;

/** A page, file, message thread or earlier answer as it was read, cut into passages. */
export const Source = z.object({
  type: z.enum(["thread", "channel", "page", "file", "text", "library", "task"]),
  title: z.string(),
  /** Where it can be opened; null where it has no address (text in the request). */
  url: z.url().nullable(),
  readAt: z.coerce.date(),
  visibility: Visibility,
  passages: z.array(Passage).readonly(),
});
export type Source = Readonly<z.infer<typeof Source>>;

/**
 * What reading or searching gave. `notes` are sentences for the person: what could not be read, what was cut, and why.
 * Nothing read and no note means that the search simply found nothing.
 */
export const Reading = z.object({
  sources: z.array(Source).readonly(),
  notes: z.array(z.string()).readonly(),
});
export type Reading = Readonly<z.infer<typeof Reading>>;

/** A passage judged relevant. Both positions count from 0: the source within its subtask's sources, the passage within the source. */
export const Finding = z.object({
  source: z.int().nonnegative(),
  passage: z.int().nonnegative(),
  /** Higher is better; comparable only within one subtask. */
  score: z.number(),
  /** Why it was kept, in a few words. */
  why: z.string(),
});
export type Finding = Readonly<z.infer<typeof Finding>>;
