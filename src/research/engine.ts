import type { z } from "zod";
import type { Draft } from "../domain/draft.ts";
import type { Kind, Plan, Subtask } from "../domain/plan.ts";
import type { Asking } from "../domain/question.ts";
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
  /** Where the draft will be read, `direct` by the requester alone. Left out: by anybody in the workspace. */
  readonly shownIn?: { readonly channel: string; readonly direct: boolean };
  /** What was asked back, and what the run goes by; `assumed`: nobody answered in time. */
  readonly answers?: readonly {
    readonly question: string;
    readonly answer: string;
    readonly assumed: boolean;
  }[];
  /**
   * For a plan that takes the place of another, because what is asked has changed (the newest feedback says how): the parts
   * that were gathered by then, and all that they brought home. They stay part of the run's material.
   */
  readonly found?: { readonly subtasks: readonly Subtask[]; readonly material: Material };
};

/** Reads or searches one thing. Never throws for what a person can be told: that is a note in the reading. */
export type Read = (query: SourceQuery, signal: AbortSignal) => Promise<Reading>;

/**
 * Does `work` once per run and name; later calls, also after a restart, get the stored output. When what is asked changes,
 * all names begin anew but those that begin with `read:`, because what was read is still the same.
 */
export type Remember = <Output>(
  name: string,
  output: z.ZodType<Output>,
  work: () => Promise<Output>,
) => Promise<Output>;

/** One call that costs money, written down before it is made and after. */
export type PaidCall = {
  /** Names the call within its run; the same name is the same call, also after a restart. */
  readonly name: string;
  /** The SHA-256 of exactly what is sent. A repeat that would send something else is an error that says so. */
  readonly hash: string;
  readonly model: string;
  /** The most that it can cost, in US dollars. It is kept aside before the call, and settled after it. */
  readonly worstUsd: number;
  /** `finish` may use what was kept for writing and checking from the start; `work` may not. */
  readonly share: "work" | "finish";
  /** Makes the call. */
  readonly work: () => Promise<Paid>;
  /** Whether an error of `work` says for certain that nothing was paid: then what was kept aside is given back. */
  readonly isUnpaid: (error: unknown) => boolean;
  /**
   * The most that a call which failed can have cost, by what had come of it: what was read is counted by then. Left out, or
   * undefined: as much as was kept aside. In US dollars.
   */
  readonly mostUsd?: () => number | undefined;
  /**
   * Where the answer may also come later, with a batch: what is sent for it, as the engine's `batches` take it, and the most
   * that it can cost in US dollars.
   */
  readonly batch?: { readonly request: object; readonly worstUsd: number } | undefined;
};

export type Paid = {
  /** The answer to the letter, as JSON text. */
  readonly output: string;
  readonly usd: number;
  /** As the service told it, as JSON text. */
  readonly usage: string;
  readonly requestId: string | null;
};

export type PaidAnswer = {
  readonly output: string;
  /** How much of the task's budget was gone or kept aside when the call ended, 0 to 1. Stored: a repeat sees the same. */
  readonly budgetGone: number;
};

/**
 * Makes a paid call once; later calls of the same name, also after a restart, get the stored answer. Throws BudgetError; and
 * DeferredError for one whose answer comes later: then the phase ends, when all that it can ask beside it is asked, and is done
 * again with the answers.
 */
export type Pay = (call: PaidCall) => Promise<PaidAnswer>;

/** Calls that are sent together and answered later, for less. None of them is tried again by itself. */
export type Batches = {
  /** Answers with the batch's id: twice is two batches. Null where the endpoint does not take it, and nothing was sent. */
  readonly send: (
    calls: readonly { readonly id: string; readonly request: object }[],
    signal: AbortSignal,
  ) => Promise<string | null>;
  /** Whether an error of `send` says for certain that nothing was paid. */
  readonly isUnpaid: (error: unknown) => boolean;
  /**
   * What became of the calls, by their ids: null for one that certainly was not paid for; one that is missing may have been.
   * Undefined while the batch is being worked off.
   */
  readonly results: (
    batch: string,
    calls: readonly { readonly id: string; readonly model: string }[],
    signal: AbortSignal,
  ) => Promise<ReadonlyMap<string, Paid | null> | undefined>;
  /** What has not begun is not begun any more. Harmless to repeat. */
  readonly cancel: (batch: string, signal: AbortSignal) => Promise<void>;
};

export type EngineContext = {
  readonly read: Read;
  readonly remember: Remember;
  readonly pay: Pay;
  /**
   * What people have said to the run and this part of it has not heard yet, oldest first; given to `step` for good, also
   * where it is nothing. What was said before a part began is in its brief's feedback already.
   */
  readonly takeNotes: (step: string) => Promise<readonly string[]>;
  /** Tells the queue that parts which wait for this one's first answer may begin: they read what it has put in the cache. */
  readonly warm: () => Promise<void>;
  /** Nobody sits and waits for this run: what can be asked later and for less is. */
  readonly patient?: boolean;
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
  /** Left out: all calls are made at once. */
  readonly batches?: Batches;
  /** A question back, where a request can mean different things; null where it is clear. At most once a task, before its plan. */
  clarify?(brief: Brief, context: EngineContext): Promise<Asking | null>;
  /**
   * Whether what somebody says to a run changes what is asked, so that it must plan again (`rescope`), or is taken up as the
   * run goes on (`steer`). Without it, or where it fails for good, clear words decide.
   */
  triage?(note: string, brief: Brief, context: EngineContext): Promise<"rescope" | "steer">;
  /** Request in, subtasks out. None only where something is there to write from: from before, or found already. */
  plan(brief: Brief, context: EngineContext): Promise<Plan>;
  /** Reads what the subtask names and keeps what matters. */
  gather(brief: Brief, subtask: Subtask, context: EngineContext): Promise<Gathered>;
  /**
   * What is still missing when all parts are gathered, as further parts; asked once a plan. Without it, or where nothing
   * is missing, the run goes on to be written.
   */
  gap?(
    brief: Brief,
    plan: Plan,
    material: Material,
    context: EngineContext,
  ): Promise<readonly Subtask[]>;
  /** Material in, draft out; with feedback and a previous draft: its revision. */
  write(brief: Brief, plan: Plan, material: Material, context: EngineContext): Promise<Draft>;
  /** Marks each statement with what a check of its citations found; changes nothing else but removing what must not stay. */
  check(draft: Draft, material: Material, context: EngineContext): Promise<Draft>;
};
