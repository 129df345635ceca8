import type { z } from "zod";
import type { Draft } from "../domain/draft.ts";
import type { Kind, Plan, Subtask } from "../domain/plan.ts";
import type { Finding, Reading, Source, SourceQuery } from "../domain/source.ts";

/** What a run is asked to do: the request, and on later revisions what was said about the drafts before. */
export type Brief = {
  readonly kind: Kind;
  /** The request in plain text: mentions and links already turned into words and addresses. */
  readonly question: string;
  /** What the request itself names to read: the thread it was made in, links, uploads, channels. Read first, and always. */
  readonly given: readonly SourceQuery[];
  /** What people said while the run was going on or about earlier drafts, oldest first. */
  readonly feedback: readonly string[];
  /** The draft that the newest feedback is about; null on a first run. */
  readonly previous: Draft | null;
  /** Where may be searched besides `given`: what is configured and allowed. */
  readonly searchable: { readonly web: boolean; readonly library: boolean };
};

/** Reads or searches one thing. Never throws for what a person can be told: that is a note in the reading. */
export type Read = (query: SourceQuery, signal: AbortSignal) => Promise<Reading>;

/** Does `work` once per run and name; later calls, also after a restart, get the stored output. */
export type Remember = <Output>(
  name: string,
  output: z.ZodType<Output>,
  work: () => Promise<Output>,
) => Promise<Output>;

export type EngineContext = {
  readonly read: Read;
  readonly remember: Remember;
  readonly signal: AbortSignal;
};

/** What one subtask brought home. */
export type Gathered = {
  readonly sources: readonly Source[];
  readonly findings: readonly Finding[];
  readonly notes: readonly string[];
};

/** All that a run has read, by subtask, with positions counted over the whole run (see `Material.sources`). */
export type Material = {
  /** The run's sources in the order of their positions, near-duplicates already dropped. */
  readonly sources: readonly Source[];
  /** `source` is a position in `sources` here; `subtask` says for which part it was found. */
  readonly findings: readonly (Finding & { readonly subtask: number })[];
  /** What could not be read or found, in words; failed subtasks are among them. */
  readonly notes: readonly string[];
};

/** What does the thinking. All phases are plain functions over stored data, so any worker can go on where another stopped. */
export type Engine = {
  readonly id: "extractive" | "claude";
  /** Request in, subtasks out. */
  plan(brief: Brief, context: EngineContext): Promise<Plan>;
  /** Reads what the subtask names and keeps what matters. */
  gather(brief: Brief, subtask: Subtask, context: EngineContext): Promise<Gathered>;
  /** Material in, draft out; with feedback and a previous draft: its revision. */
  write(brief: Brief, plan: Plan, material: Material, context: EngineContext): Promise<Draft>;
  /** Marks each statement with what a check of its citations found; changes nothing else but removing what must not stay. */
  check(draft: Draft, material: Material, context: EngineContext): Promise<Draft>;
};
