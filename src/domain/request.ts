import { ChannelId, MessageTs, parseTaskNumber } from "./ids.ts";
import { linksIn, mentionsIn, plainText, visible } from "./markup.ts";
import type { Kind } from "./plan.ts";
import { parseSince } from "./since.ts";
import { SourceQuery } from "./source.ts";

/** Longer requests are refused: a text to be worked on belongs in a file or a message. In characters. */
export const requestLengthMax = 12_000;

/** Fewer words than these are no text that could be made shorter. */
const textWordsMin = 6;

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
  const text = visible(withoutMention(raw.text, raw.botUser)).replace(/[ \t]+/g, " ");
  const question = visible(plainText(text));
  if (question === "" && raw.files.length === 0) {
    if (raw.threadTs === null || raw.command !== null) return "empty";
  }
  const named = namedSources(text, raw);
  if (named === "bad_since") return named;

  const kind = kindOf(question, raw);
  const given = withSurroundings(kind, question, named, raw);
  if (given === "bad_since") return given;
  if (raw.command === "summarize" && given.length === 0) return "nothing_to_summarize";
  return { kind, question: question || defaultQuestion(kind), given: given.slice(0, givenMax) };
}

const correction = "The request now reads: ";

/** What a changed request says to a run about the draft that it has made. Pure. */
export const correctionOf = (question: string): string => `${correction}${question}`;

/** Whether feedback is a changed request: then it is about what is asked, not about the draft. Pure. */
export const isCorrection = (feedback: string): boolean => feedback.startsWith(correction);

/** Whoever is spoken to is no part of what is said. */
export const withoutMention = (text: string, botUser: string): string =>
  text.replace(/<@(\w+)(?:\|[^>]*)?>/g, (whole, user: string) => (user === botUser ? " " : whole));

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
  return unique([...linksIn(text).flatMap(linkQueries), ...taskQueries(text)]);
}

function namedSources(text: string, raw: RawRequest): readonly SourceQuery[] | "bad_since" {
  const files = raw.files.flatMap(({ id, name }) => queryOf({ type: "file", file: id, name }));
  const mentioned: SourceQuery[] = linksIn(text).flatMap(linkQueries);
  for (const mention of mentionsIn(text)) {
    if (mention.type !== "channel") continue;
    const since = sinceAfter(text, raw.now);
    if (since === "bad_since") return since;
    const { id: channel, name } = mention;
    mentioned.push(...queryOf({ type: "channel", channel, name, since }));
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
function linkQueries(url: string): readonly SourceQuery[] {
  const match = /\/archives\/([CGD]\w+)\/p(\d{10,})(\d{6})(?:\?(.*))?$/.exec(url);
  const [, channel, seconds, fraction, query] = match ?? [];
  const parent = new URLSearchParams(query ?? "").get("thread_ts");
  const thread = queryOf({ type: "thread", channel, ts: parent ?? `${seconds}.${fraction}` });
  return thread.length > 0 ? thread : queryOf({ type: "page", url });
}

/** Nothing where a text only looks like an address or an id: a stored task must be one that can be read back. */
function queryOf(query: Record<string, unknown>): readonly SourceQuery[] {
  const parsed = SourceQuery.safeParse(query);
  return parsed.success ? [parsed.data] : [];
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
): readonly SourceQuery[] | "bad_since" {
  const channel = ChannelId.parse(raw.channel);
  const here: SourceQuery[] =
    raw.threadTs === null ? [] : [{ type: "thread", channel, ts: MessageTs.parse(raw.threadTs) }];
  const asksForChannel = /\b(?:this|the) channel\b/i.test(question);
  if (asksForChannel && !named.some((query) => query.type === "channel")) {
    const since = sinceAfter(raw.text, raw.now);
    // In a question "since" may lead to any words ("since the launch"); a summary needs a moment to begin at.
    if (since === "bad_since" && kind === "summary") return since;
    const query = { type: "channel" as const, channel, name: null };
    return [...named, { ...query, since: since === "bad_since" ? null : since }];
  }
  if (named.length > 0 || here.length > 0) return unique([...named, ...here]);
  if (raw.command === "summarize" && wordsIn(question) < textWordsMin) return [];
  if (raw.command === "summarize") return [{ type: "text", text: question }];
  return kind === "summary" && wordsIn(question) > 40 ? [{ type: "text", text: question }] : [];
}

const wordsIn = (text: string): number => text.split(/\s+/).length;

function unique(queries: readonly SourceQuery[]): readonly SourceQuery[] {
  const seen = new Map(queries.map((query) => [JSON.stringify(query), query]));
  return [...seen.values()];
}
