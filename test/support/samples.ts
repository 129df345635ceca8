import { existsSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { z } from "zod";
import type { Passage, Source } from "../../src/domain/source.ts";

/** Where the sample sets lie: `LEGWORK_SAMPLES`, else beside the repository. They are never part of it. */
export const samplesFolder = resolve(
  process.env["LEGWORK_SAMPLES"] ?? join(import.meta.dirname, "../../../shared/data"),
);

/** Why sample tests cannot run here; undefined when they can. */
export const samplesMissing = existsSync(join(samplesFolder, "wice_claims100.jsonl"))
  ? undefined
  : "no sample sets (set LEGWORK_SAMPLES or put them in ../shared/data)";

const EmailThread = z.object({
  id: z.string(),
  subject: z.string(),
  turns: z.array(z.object({ speaker: z.string(), text: z.string() })),
  references: z.array(z.string()),
});
export type EmailThread = z.infer<typeof EmailThread>;

const Meeting = z.object({
  kind: z.literal("doc"),
  doc: z.string(),
  turns: z.array(z.tuple([z.string(), z.string()])),
});
const MeetingQuery = z.object({
  kind: z.literal("query"),
  id: z.string(),
  doc: z.string(),
  query: z.string(),
  reference: z.string(),
  gold_spans: z.array(z.tuple([z.number(), z.number()])),
});
export type MeetingQuery = z.infer<typeof MeetingQuery>;

const ExpertQuestion = z.object({
  id: z.string(),
  question: z.string(),
  sources: z.array(z.object({ url: z.string(), text: z.string() })),
  reference: z.string(),
});
export type ExpertQuestion = z.infer<typeof ExpertQuestion>;

const Claim = z.object({
  id: z.string(),
  label: z.enum(["supported", "partially_supported", "not_supported"]),
  claim: z.string(),
  sentences: z.array(z.string()),
  supporting_sentences: z.array(z.array(z.number())),
});
export type Claim = z.infer<typeof Claim>;

export const readThreads = (folder: string): EmailThread[] =>
  readLines(folder, "convosumm_email_thread50.jsonl", EmailThread);

export const readExpertQuestions = (folder: string): ExpertQuestion[] =>
  readLines(folder, "expertqa_multisource40.jsonl", ExpertQuestion);

export const readClaims = (folder: string): Claim[] =>
  readLines(folder, "wice_claims100.jsonl", Claim);

/** The meetings as sources, and the queries that ask about a part of one. */
export function readMeetings(folder: string): {
  meetings: Map<string, Source>;
  queries: MeetingQuery[];
} {
  const rows = readLines(folder, "qmsum_query_meetings.jsonl", z.union([Meeting, MeetingQuery]));
  const meetings = new Map<string, Source>();
  const queries: MeetingQuery[] = [];
  for (const row of rows) {
    if (row.kind === "query") queries.push(row);
    else meetings.set(row.doc, sourceOf("file", row.doc, row.turns));
  }
  return { meetings, queries: queries.filter((query) => query.gold_spans.length > 0) };
}

/** A source made of [speaker, text] pairs. */
export function sourceOf(
  type: Source["type"],
  title: string,
  turns: readonly (readonly [string | null, string])[],
  url: string | null = null,
): Source {
  const passages = turns.map(([speaker, text]): Passage => ({
    text,
    speaker,
    locator: null,
    url: null,
  }));
  const readAt = new Date("2026-03-02T09:00:00Z");
  return { type, title, url, readAt, visibility: { type: "workspace" }, passages };
}

export const threadSource = ({ subject, turns }: EmailThread): Source =>
  sourceOf(
    "thread",
    subject,
    turns.map(({ speaker, text }) => [speaker, text] as const),
  );

/** All lines of a set but the first, which describes it. */
function readLines<Row>(folder: string, file: string, row: z.ZodType<Row>): Row[] {
  const lines = readFileSync(join(folder, file), "utf8").trim().split("\n").slice(1);
  return lines.map((line) => row.parse(JSON.parse(line)));
}
