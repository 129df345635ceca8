import { existsSync } from "node:fs";
import { join } from "node:path";
import {
  readExpertQuestions,
  readMeetings,
  readThreads,
  sourceOf,
  threadSource,
} from "../support/samples.ts";
import type { Request } from "./request.ts";

/** The sample sets: which file each is read from, and how it becomes requests. */
const sets: readonly { file: string; read: (folder: string) => readonly Request[] }[] = [
  { file: "convosumm_email_thread50.jsonl", read: threads },
  { file: "qmsum_query_meetings.jsonl", read: meetings },
  { file: "expertqa_multisource40.jsonl", read: questions },
];

/** The requests of every set that lies in a folder, at most so many of each; the same ones each time. */
export function requestsIn(folder: string, limit: number): readonly Request[] {
  const there = sets.filter(({ file }) => existsSync(join(folder, file)));
  if (there.length === 0) {
    throw new Error(`there is no ${sets.map(({ file }) => file).join(", no ")} in that folder`);
  }
  return there.flatMap(({ read }) => read(folder).slice(0, limit));
}

/** Mailing lists: closest to a thread in Slack. */
function threads(folder: string): readonly Request[] {
  return readThreads(folder).map((thread) => ({
    set: "threads",
    id: thread.id,
    kind: "summary",
    question: "Summarize this thread",
    given: [threadSource(thread)],
    found: [],
    references: thread.references,
  }));
}

function meetings(folder: string): readonly Request[] {
  const { meetings: sources, queries } = readMeetings(folder);
  return queries.map(({ id, doc, query, reference }) => ({
    set: "meetings",
    id,
    kind: "research",
    question: query,
    given: [sources.get(doc)].filter((source) => source !== undefined),
    found: [],
    references: [reference],
  }));
}

/** Questions of experts, with the passages that an answer was written from. */
function questions(folder: string): readonly Request[] {
  return readExpertQuestions(folder).map(({ id, question, sources, reference }) => ({
    set: "several sources",
    id,
    kind: "research",
    question,
    given: [],
    found: sources.map(({ url, text }) => ({
      ...sourceOf("page", url, [[null, text]], URL.canParse(url) ? url : null),
      visibility: { type: "public" },
    })),
    // Its own marks are no words of the answer.
    references: [reference.replace(/\[\d+\]/g, "")],
  }));
}
