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
  /** Who told the run to wait, and until when; null where nobody did. */
  readonly wait: { readonly for: string; readonly until: Date } | null;
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
  /** Notes that wait to be taken up. */
  readonly notes: number;
  /** Messages that Slack refused, or never confirmed: nobody may have seen them. */
  readonly unshown: number;
};

export type DraftFacts = {
  readonly revision: number;
  readonly draft: Draft;
  readonly hash: string;
  readonly editedBy: UserId | null;
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
