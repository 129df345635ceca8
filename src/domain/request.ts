import { ChannelId, FileId, MessageTs, parseTaskNumber } from "./ids.ts";
import { mentionsIn, plainText } from "./markup.ts";
import type { Kind } from "./plan.ts";
import { parseSince } from "./since.ts";
import type { SourceQuery } from "./source.ts";

/** Longer requests are refused: a text to be worked on belongs in a file or a message. In characters. */
export const requestLengthMax = 12_000;

/** At most this many things named in one request are read; more would not fit a draft a person can check. */
export const givenMax = 8;

/** A request as the listener has it: the text with Slack's markup, and what stands around it. */
export type RawRequest = {
  /** The command that was typed; null for mentions, direct messages and shortcuts. */
  readonly command: "research" | "summarize" | null;
  readonly text: string;
  /** The bot itself, so that mentioning it is not taken for part of the question. */
  readonly botUser: string;
  /** The channel it was made in, and the thread, where it was made in one: "this thread", "this channel". */
  readonly channel: string;
  readonly threadTs: string | null;
  readonly files: readonly { readonly id: string; readonly name: string }[];
  readonly now: Date;
};

export type ParsedRequest = {
  readonly kind: Kind;
  readonly question: string;
  readonly given: readonly SourceQuery[];
};

/** Why a request cannot be taken; each has words in `blocks/replies.ts`. */
export type RequestProblem = "empty" | "too_long" | "nothing_to_summarize" | "bad_since";

/** Reads a request: what kind of task, the question in plain text, and what it names to read. Pure. */
export function parseRequest(raw: RawRequest): ParsedRequest | RequestProblem {
  if (raw.text.length > requestLengthMax) return "too_long";
  const text = raw.text
    .replaceAll(`<@${raw.botUser}>`, " ")
    .replace(/[ \t]+/g, " ")
    .trim();
  const question = visible(plainText(text));
  if (question === "" && raw.files.length === 0) {
    if (raw.threadTs === null || raw.command !== null) return "empty";
  }
  const named = namedSources(text, raw);
  if (named === "bad_since") return named;

  const kind = kindOf(question, raw);
  const given = withSurroundings(kind, question, named, raw);
  if (raw.command === "summarize" && given.length === 0) return "nothing_to_summarize";
  return { kind, question: question || defaultQuestion(kind), given: given.slice(0, givenMax) };
}

/** Characters that show nothing (zero width, tags, direction marks) make no question. NUL is refused by Postgres. */
const visible = (text: string): string =>
  text
    .replace(/(?![\n\t])\p{Cc}/gu, " ")
    .replace(/[\u200B-\u200F\u202A-\u202E\u2060-\u2064\uFEFF\u{E0000}-\u{E007F}]/gu, "")
    .toWellFormed()
    .trim();

const defaultQuestion = (kind: Kind): string =>
  kind === "document" ? "What does this document say?" : "Summarize this thread";

const summaryWords =
  /^(?:please |can you |could you |pls )*(?:summari[sz]e|sum up|recap|tl;?dr|catch me up|digest|give me (?:a|the) (?:summary|recap))\b/i;
const draftWords =
  /^(?:please |can you |could you |pls )*(?:draft|compose|write(?: up)?|prepare)\b(?! down)/i;

function kindOf(question: string, raw: RawRequest): Kind {
  if (raw.command === "summarize" || summaryWords.test(question)) return "summary";
  if (draftWords.test(question)) return "draft";
  if (raw.files.length > 0) return "document";
  return question === "" ? "summary" : "research";
}

/** What a later remark names to read: links, and earlier tasks. Pure. */
export function sourcesIn(text: string): readonly SourceQuery[] {
  const links = mentionsIn(text).flatMap((mention) =>
    mention.type === "link" ? [linkQuery(mention.url)] : [],
  );
  return unique([...links, ...taskQueries(text)]);
}

function namedSources(text: string, raw: RawRequest): readonly SourceQuery[] | "bad_since" {
  const files = raw.files.map((file): SourceQuery => {
    return { type: "file", file: FileId.parse(file.id), name: file.name };
  });
  const mentioned: SourceQuery[] = [];
  for (const mention of mentionsIn(text)) {
    if (mention.type === "link") mentioned.push(linkQuery(mention.url));
    if (mention.type !== "channel") continue;
    const since = sinceAfter(text, raw.now);
    if (since === "bad_since") return since;
    const channel = ChannelId.parse(mention.id);
    mentioned.push({ type: "channel", channel, name: mention.name, since });
  }
  return unique([...files, ...mentioned, ...taskQueries(text)]);
}

/** `L-12` means: what that task found. */
const taskQueries = (text: string): readonly SourceQuery[] =>
  [...text.matchAll(/\bL-\d{1,9}\b/g)].flatMap(([name]): SourceQuery[] => {
    const number = parseTaskNumber(name);
    return number === undefined || number === 0 ? [] : [{ type: "task", number }];
  });

/** A permalink to a Slack message is its thread; anything else is a page. */
function linkQuery(url: string): SourceQuery {
  const match = /\/archives\/([CGD]\w+)\/p(\d{10,})(\d{6})(?:\?(.*))?$/.exec(url);
  if (match === null) return { type: "page", url };
  const [, channel, seconds, fraction, query] = match;
  const parent = new URLSearchParams(query ?? "").get("thread_ts");
  const ts = MessageTs.safeParse(parent ?? `${seconds}.${fraction}`);
  if (!ts.success) return { type: "page", url };
  return { type: "thread", channel: ChannelId.parse(channel), ts: ts.data };
}

function sinceAfter(text: string, now: Date): Date | null | "bad_since" {
  const words =
    /\b(?:since|last|past)\s+((?:last )?[\w-]+(?: (?:hours?|days?|weeks?|months?))?)/i.exec(text);
  if (words === null) return null;
  const [whole, value = ""] = words;
  const at = parseSince(value, now) ?? parseSince(value.split(" ")[0] ?? "", now);
  // "last" and "past" are also ordinary words; only "since" promises a moment.
  return at ?? (/^since/i.test(whole) ? "bad_since" : null);
}

/** "This thread", "this channel", and the text of a `/summarize` that names nothing else. */
function withSurroundings(
  kind: Kind,
  question: string,
  named: readonly SourceQuery[],
  raw: RawRequest,
): readonly SourceQuery[] {
  const channel = ChannelId.parse(raw.channel);
  const here: SourceQuery[] =
    raw.threadTs === null ? [] : [{ type: "thread", channel, ts: MessageTs.parse(raw.threadTs) }];
  const asksForChannel = /\b(?:this|the) channel\b/i.test(question);
  if (asksForChannel && !named.some((query) => query.type === "channel")) {
    const since = sinceAfter(raw.text, raw.now);
    const query = { type: "channel" as const, channel, name: null };
    return [...named, { ...query, since: since === "bad_since" ? null : since }];
  }
  if (named.length > 0 || here.length > 0) return unique([...named, ...here]);
  if (raw.command === "summarize") return [{ type: "text", text: question }];
  return kind === "summary" && wordsIn(question) > 40 ? [{ type: "text", text: question }] : [];
}

const wordsIn = (text: string): number => text.split(/\s+/).length;

function unique(queries: readonly SourceQuery[]): readonly SourceQuery[] {
  const seen = new Map(queries.map((query) => [JSON.stringify(query), query]));
  return [...seen.values()];
}
