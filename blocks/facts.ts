import type { Scope } from "../src/domain/budget.ts";
import type { Draft } from "../src/domain/draft.ts";
import type { UserId } from "../src/domain/ids.ts";
import type { Task } from "../src/domain/task.ts";

/** Everything about a task that its messages show. */
export type TaskFacts = {
  readonly task: Task;
  /** Whether the channel wants its cards to keep still while a task is under way. */
  readonly quiet: boolean;
  /** What the plan expects the run to take; null before there is a plan. */
  readonly estimateSeconds: number | null;
  /** Tasks before it in the queue. */
  readonly ahead: number;
  /** Who told the run to wait, or answers it in a batch, and until when at the latest; null where nobody did. */
  readonly wait: { readonly for: string; readonly until: Date; readonly isBatch?: boolean } | null;
  readonly subtasks: readonly {
    readonly number: number;
    readonly title: string;
    readonly status: "pending" | "running" | "done" | "failed";
    readonly problem: string | null;
    readonly sources: number;
    /** What there is to say about its reading; null where all went well. */
    readonly note: string | null;
  }[];
  /** Oldest first, with what was decided on each. */
  readonly drafts: readonly DraftFacts[];
  /** What was asked back, with the answer that the run goes by; null where nothing was. */
  readonly question: {
    readonly question: string;
    readonly options: readonly string[];
    readonly default: string;
    readonly until: Date;
    readonly answer: string | null;
    /** Null where nobody did: with an answer, the default was taken. */
    readonly answeredBy: UserId | null;
  } | null;
  /** What it has cost, and what it may cost; null where nothing was paid for, and nothing could have been. */
  readonly money: MoneyFacts | null;
  /** Notes that wait to be taken up. */
  readonly notes: number;
  /** Messages that Slack refused, or never confirmed: nobody may have seen them. */
  readonly unshown: number;
};

export type MoneyFacts = Cost & {
  readonly limitUsd: number | null;
  /** Paid calls that came to their end. */
  readonly calls: number;
  /** Whose budget kept the newest run from going further; null: nobody's. */
  readonly shortOf: Scope | null;
  /** For how much more somebody can let it go on; null where that is not theirs to say, or not needed. */
  readonly offerCents: number | null;
};

/** Rounded up to the cent. */
export type Cost = {
  readonly spentCents: number;
  /** The part of it for calls that were cut, of which nobody knows whether they were paid for: all that they can have cost. */
  readonly maybeCents: number;
};

export type DraftFacts = {
  readonly revision: number;
  readonly draft: Draft;
  readonly hash: string;
  readonly editedBy: UserId | null;
  /** Of its run and those before it; null where they cost nothing. */
  readonly cost: Cost | null;
  /** Set for the newest one where money kept it from being more. */
  readonly short: MoneyFacts | null;
  readonly citations: readonly {
    readonly statement: number;
    readonly source: number;
    readonly quote: string;
    readonly locator: string | null;
    readonly url: string | null;
  }[];
  readonly decision: {
    readonly type: "approve" | "revise" | "edit" | "discard";
    readonly by: UserId;
    readonly feedback: string | null;
  } | null;
};
