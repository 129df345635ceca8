import type { ChannelId, FileId, MessageTs } from "../../domain/ids.ts";
import type { Source } from "../../domain/source.ts";
import type { ParseDocument } from "./documents/contract.ts";
import type { FetchPage } from "./fetch.ts";
import type { SearchLibrary } from "./library.ts";
import type { SearchProvider } from "./search/provider.ts";

/** Messages of a thread or a channel, oldest first. */
export type Messages = {
  /** The channel's name without `#`; null where it has none (direct messages). */
  readonly name: string | null;
  readonly private: boolean;
  readonly messages: readonly {
    readonly ts: string;
    /** Display name. */
    readonly user: string;
    /** Plain text: mentions and links already turned into words and addresses. */
    readonly text: string;
    readonly at: Date;
    readonly permalink: string | null;
  }[];
  /** There were more than were read. */
  readonly cut: boolean;
};

/** Something a person can be told, as a sentence. */
export type Problem = { readonly problem: string };

/** A file that was uploaded to Slack. */
export type SlackFile = {
  readonly name: string;
  readonly mimetype: string | null;
  /** Bytes, as Slack gives it. */
  readonly size: number;
  readonly bytes: Uint8Array;
  readonly permalink: string | null;
  /** The channel whose members alone may see the file; null only where the whole workspace may. */
  readonly channel: ChannelId | null;
};

export type ReaderDeps = {
  readonly fetchPage: FetchPage;
  /** Null: web search is off. */
  readonly search: SearchProvider | null;
  /** What Slack answers for the person who asked; what they may not see is a problem. */
  readonly slack: {
    readonly thread: (channel: ChannelId, ts: MessageTs) => Promise<Messages | Problem>;
    readonly channel: (channel: ChannelId, since: Date | null) => Promise<Messages | Problem>;
    /** Must refuse a file larger than `bytesMax` before it is downloaded. */
    readonly file: (file: FileId, bytesMax: number) => Promise<SlackFile | Problem>;
  };
  readonly library: { readonly search: SearchLibrary };
  /** An earlier approved task of the workspace, by its number. */
  readonly answers: (number: number) => Promise<Source | Problem>;
  readonly parse: ParseDocument;
  readonly now: () => Date;
  /** Hosts, counts and times only; never text and never an address. */
  readonly log: (event: string, fields: Record<string, string | number>) => void;
};
