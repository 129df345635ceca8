import type { TaskId } from "../../../../src/domain/ids.ts";
import type { Act } from "./people.ts";

/** Who does what to one task, all at the same time. */
export type Scenario = {
  /** Where the task stands: up for review, or being written by the first of the workers. */
  readonly start: "in_review" | "running";
  readonly people: readonly { readonly who: "ada" | "grace"; readonly acts: readonly Act[] }[];
  /** Each takes what jobs there are; one that dies is followed by another. */
  readonly workers: readonly { readonly diesAt: number | null }[];
};

/** What somebody did, on what they saw, and what they were told. */
export type Deed = {
  readonly name: string;
  readonly user: string;
  readonly act: Act;
  readonly revision: number;
  readonly words: string;
  /** `heard` is for the verdict to tell: what was said may be a note, feedback, or too late. */
  readonly outcome: "done" | "refused" | "heard" | { readonly error: string };
  /** The queues that it sent to. */
  readonly sent: readonly string[];
};

export type Competition = {
  readonly taskId: TaskId;
  readonly deeds: readonly Deed[];
  /** Whether anybody had to wait for a lock while others went on. */
  readonly contended: boolean;
};
