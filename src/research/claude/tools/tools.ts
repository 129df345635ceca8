import { z } from "zod";
import { sourcesIn } from "../../../domain/request.ts";
import { SourceQuery } from "../../../domain/source.ts";
import { defineTool, type Tool, type Wish } from "./tool.ts";

const queryText = z.string().min(1).max(400);

/** Every tool of a research conversation. Names and inputs are part of what is frozen; what they do may change. */
export const tools: readonly Tool[] = [
  defineTool({
    name: "search_web",
    side: "web",
    description:
      "Searches the public web and reads the best hits. Answers with the passages that fit the query. Short, broad queries first; then narrow ones.",
    input: z.object({ query: queryText }),
    wish: ({ query }) => ({ read: { type: "web", query }, show: { about: query } }),
  }),
  defineTool({
    name: "read_page",
    side: "web",
    description: "Reads one public web page or document at an address, from its beginning.",
    input: z.object({ url: z.string() }),
    wish: ({ url }) => queryOr({ type: "page", url }, "That is not a web address."),
  }),
  defineTool({
    name: "search_library",
    side: "inside",
    description:
      "Searches the organisation's own library of documents. Answers with the passages that fit any of the words.",
    input: z.object({ query: queryText }),
    wish: ({ query }) => ({ read: { type: "library", query }, show: { about: query } }),
  }),
  defineTool({
    name: "read_thread",
    side: "inside",
    description:
      "Reads a Slack thread, by the link to any of its messages. Only what the requester may see.",
    input: z.object({ link: z.string() }),
    wish: ({ link }) => threadAt(link),
  }),
  defineTool({
    name: "read_channel",
    side: "inside",
    description:
      "Reads the newest messages of a Slack channel, by its id (C…), optionally since a moment such as 2026-11-02. Only what the requester may see.",
    input: z.object({ channel: z.string(), since: z.string().nullable() }),
    wish: ({ channel, since }, { brief }) => channelSince(channel, since, brief.given),
  }),
  defineTool({
    name: "read_document",
    side: "both",
    description:
      "Shows more of a source that is listed already (its id, such as s3), from a passage on; or reads an uploaded file by its name.",
    input: z.object({ source: z.string(), from: z.int().min(1) }),
    wish({ source, from }, { shelf, brief, side }) {
      const place = shelf.find(source);
      if (place) return { shelved: place.number, from };
      // What people uploaded is not read where the web is: the two are kept apart.
      const given = side === "web" ? [] : brief.given;
      const file = given.find((query) => query.type === "file" && query.name === source);
      return file ? { read: file, show: { from } } : { problem: `There is no source ${source}.` };
    },
  }),
  defineTool({
    name: "read_earlier_answer",
    side: "inside",
    description: "Reads an earlier approved answer of this workspace, by its number (12 for L-12).",
    input: z.object({ number: z.int().min(1) }),
    wish: ({ number }) => queryOr({ type: "task", number }, "Earlier answers are numbered from 1."),
  }),
  defineTool({
    name: "record_finding",
    side: "both",
    description:
      "Keeps passages for the answer: the source's id (s3), the numbers of its passages (12 for p12), and in a few words what they show. Only what is recorded can be cited later. Record as you read.",
    input: z.object({ source: z.string(), passages: z.array(z.int().min(1)), why: z.string() }),
    wish({ source, passages, why }, { shelf }) {
      const place = shelf.find(source);
      if (!place)
        return { problem: `There is no source ${source}. Name it by its id, such as s1.` };
      const there = passages.filter((number) => place.source.passages[number - 1] !== undefined);
      if (there.length === 0) return { problem: `s${place.number} has no such passages.` };
      return { record: { source: place.number, passages: there, why: why.slice(0, 200) } };
    },
  }),
];

function queryOr(query: Record<string, unknown>, problem: string): Wish {
  const parsed = SourceQuery.safeParse(query);
  return parsed.success ? { read: parsed.data, show: { from: 1 } } : { problem };
}

function threadAt(link: string): Wish {
  const thread = sourcesIn(link).find(({ type }) => type === "thread");
  return thread
    ? { read: thread, show: { from: 1 } }
    : { problem: "That is not a link to a Slack message." };
}

/** A channel that the request names is read as it names it: the same reading serves for both. */
function channelSince(channel: string, since: string | null, given: readonly SourceQuery[]): Wish {
  const named = given.find((query) => query.type === "channel" && query.channel === channel);
  if (named && since === null) return { read: named, show: { from: 1 } };
  const at = since === null ? null : new Date(since);
  if (at !== null && Number.isNaN(at.getTime())) {
    return { problem: "Say since when as a date, such as 2026-11-02." };
  }
  return queryOr(
    { type: "channel", channel, name: null, since: at },
    "That is not a channel's id.",
  );
}
