import { z } from "zod";
import type { TeamId } from "../domain/ids.ts";
import { plainText } from "../domain/markup.ts";
import { PermanentError } from "../errors.ts";
import type { Call } from "./call.ts";
import { SlackRefusal } from "./errors.ts";
import { type Message, pages } from "./pages.ts";
import { askPerson, isMember } from "./people.ts";

/** One message as it is read for a task: plain text, with its author's name and an address that opens it. */
export type ReadMessage = {
  readonly ts: string;
  readonly user: string;
  readonly text: string;
  readonly at: Date;
  readonly permalink: string | null;
};

export type ReadMessages = {
  readonly name: string | null;
  readonly private: boolean;
  readonly messages: readonly ReadMessage[];
  /** True when there was more than may be read. */
  readonly cut: boolean;
};

/** In words for the person. */
export type Problem = { readonly problem: string };

export type ReadingDeps = {
  readonly call: Call;
  /** The workspace's address, for permalinks. */
  readonly workspaceUrl: string;
  readonly botId: string;
  readonly team: TeamId;
  /** Who asks: nothing is read that they could not read themselves. */
  readonly requester: string;
  /** Where they asked; they can read that. */
  readonly origin: string;
  /** Display names by user id. */
  names(ids: readonly string[]): Promise<ReadonlyMap<string, string>>;
};

/** Of one thread or channel, newest first when there are more. */
const messagesMax = 1_000;
/** A thread with more replies is read up to here. */
const repliesMax = 5_000;

/** A thread, oldest message first. */
export async function readThread(
  deps: ReadingDeps,
  channel: string,
  ts: string,
): Promise<ReadMessages | Problem> {
  return reading(deps, channel, async (about) => {
    // Slack gives a thread from its beginning: of a long one all is fetched, and the newest kept.
    const read = await pages(deps.call, "conversations.replies", { channel, ts }, repliesMax);
    const messages = read.messages.slice(-messagesMax);
    const cut = read.cut || messages.length < read.messages.length;
    return { ...about, messages: await readable(deps, channel, messages), cut };
  });
}

/** Each thread costs a call of a method that Slack allows 50 times a minute. */
const threadsMax = 20;

/**
 * A channel's newest messages or those after `since`, oldest first; the replies of a thread follow its first message,
 * for as many of the newest threads as can be asked for.
 */
export async function readChannel(
  deps: ReadingDeps,
  channel: string,
  since: Date | null,
): Promise<ReadMessages | Problem> {
  return reading(deps, channel, async (about) => {
    const args = { channel, ...(since && { oldest: String(since.getTime() / 1000) }) };
    const { messages, cut } = await pages(deps.call, "conversations.history", args, messagesMax);
    const threads = messages.filter(({ reply_count }) => (reply_count ?? 0) > 0);
    const replies = await repliesOf(deps, channel, threads.slice(0, threadsMax));
    const all = messages
      .toReversed()
      .flatMap((message) => [message, ...(replies.get(message.ts) ?? [])]);
    const left = all.length > messagesMax || threads.length > threadsMax;
    const shown = await readable(deps, channel, all.slice(-messagesMax));
    return { ...about, messages: shown, cut: cut || left };
  });
}

/** One thread after the other: Slack counts the calls. */
async function repliesOf(
  { call }: ReadingDeps,
  channel: string,
  threads: readonly Message[],
): Promise<ReadonlyMap<string, readonly Message[]>> {
  const replies = new Map<string, readonly Message[]>();
  for (const { ts } of threads) {
    const read = await pages(call, "conversations.replies", { channel, ts }, messagesMax);
    replies.set(
      ts,
      read.messages.filter((message) => message.ts !== ts),
    );
  }
  return replies;
}

const Info = z.object({
  channel: z.object({
    name: z.string().optional(),
    is_private: z.boolean().optional(),
    is_im: z.boolean().optional(),
    is_mpim: z.boolean().optional(),
  }),
});

type About = { name: string | null; private: boolean };

async function reading(
  deps: ReadingDeps,
  channel: string,
  read: (about: About) => Promise<ReadMessages>,
): Promise<ReadMessages | Problem> {
  try {
    const { channel: info } = await deps.call("conversations.info", { channel }, Info);
    const closed = Boolean(info.is_private || info.is_im || info.is_mpim);
    const name = info.name ?? null;
    const problem = channel === deps.origin ? undefined : await closedTo(deps, channel, closed);
    if (problem !== undefined) return { problem };
    return await read({ name: closed && info.is_im ? null : name, private: closed });
  } catch (error) {
    if (error instanceof SlackRefusal) return { problem: inWords(error.code) };
    throw error;
  }
}

/** Why the requester may not read a channel. Guests and people from elsewhere see no public channel but their own. */
async function closedTo(
  { call, team, requester }: ReadingDeps,
  channel: string,
  closed: boolean,
): Promise<string | undefined> {
  if (await isMember(call, channel, requester)) return undefined;
  if (closed) return "That channel is private and you are not in it, so I did not read it.";
  const { isGuest, isStranger } = await askPerson(call, team, requester);
  return isGuest || isStranger
    ? "You are not in that channel, and guests read only their own, so I did not read it."
    : undefined;
}

/** Without our own messages, and without those that only say who joined or left. */
async function readable(
  deps: ReadingDeps,
  channel: string,
  messages: readonly Message[],
): Promise<readonly ReadMessage[]> {
  const spoken = messages.filter(
    ({ bot_id, subtype, text }) =>
      bot_id !== deps.botId && !(subtype ?? "").startsWith("channel_") && text?.trim(),
  );
  const mentioned = spoken.flatMap(({ text = "" }) =>
    [...text.matchAll(/<@([UW]\w+)/g)].map(([, id = ""]) => id),
  );
  const authors = spoken.flatMap(({ user }) => user ?? []);
  const names = await deps.names([...new Set([...authors, ...mentioned])]);
  return spoken.map(({ ts, user, username, text = "", thread_ts }) => ({
    ts,
    user: (user && names.get(user)) ?? username ?? user ?? "an app",
    text: plainText(text, names),
    at: new Date(Number(ts) * 1000),
    permalink: permalink(deps.workspaceUrl, channel, ts, thread_ts),
  }));
}

/** Slack's permalinks follow from channel and time; asking for each would cost a call a message. */
export function permalink(
  workspaceUrl: string,
  channel: string,
  ts: string,
  threadTs?: string,
): string {
  const path = new URL(`archives/${channel}/p${ts.replace(".", "")}`, workspaceUrl);
  if (threadTs !== undefined && threadTs !== ts) {
    path.searchParams.set("thread_ts", threadTs);
    path.searchParams.set("cid", channel);
  }
  return path.href;
}

function inWords(code: string): string {
  if (code === "not_in_channel" || code === "channel_not_found") {
    return "I am not in that channel, so I cannot read it. To have me there, type `/invite` in it and pick me.";
  }
  if (code === "thread_not_found" || code === "message_not_found") {
    return "That message or thread is not there any more.";
  }
  if (code === "missing_scope") return "I was not given the permission to read that channel.";
  if (code === "invalid_auth" || code === "token_revoked" || code === "account_inactive") {
    throw new PermanentError(
      "Slack no longer accepts my access. An admin has to install me again.",
    );
  }
  if (code === "is_archived") return "That channel is archived, so I cannot read it.";
  return "Slack did not let me read that channel.";
}
