import type { z } from "zod";

export type JobOptions = {
  /** How often a job that failed is tried again before it goes to the dead letters. Losing its worker is no failure of it. */
  readonly retryLimit: number;
  /** Wait before the first retry; doubles with each one. */
  readonly retryDelaySeconds: number;
  /** A job that runs longer is given up by its worker and tried again. */
  readonly expireSeconds: number;
  /** Part of a run: it counts among the runs that a process takes at once. Others go by. */
  readonly gated?: boolean;
  /** `one_at_a_time`: of the jobs sent with the same key, never two run at once. */
  readonly policy?: "any" | "one_at_a_time";
};

/** All that a sender has to know of a queue: its name, and what travels through it. */
export type Address<Payload> = {
  readonly queue: string;
  readonly payload: z.ZodType<Payload>;
};

/** One queue, and the one function that works it. */
export type Job<Payload, Deps> = Address<Payload> & {
  readonly options: JobOptions;
  /** Ends by returning, by throwing (the queue tries again) or by throwing PermanentError (it does not). */
  work(payload: Payload, deps: Deps, context: JobContext): Promise<void>;
};

export type JobContext = {
  readonly jobId: string;
  /** Aborts when the job outlives its limit, its worker shuts down, or the claim on it is lost. */
  readonly signal: AbortSignal;
  /** Where a dead letter comes from; null for ordinary jobs. */
  readonly deadFrom: { readonly queue: string; readonly reason: string | null } | null;
};

export const defineJob = <Payload extends object, Deps>(
  job: Job<Payload, Deps>,
): Job<Payload, Deps> => job;

/** One line for the operator: what happened, with ids and counts. */
export type QueueLog = (event: string, fields: Record<string, string | number>) => void;
