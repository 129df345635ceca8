import type { JobResult, JobWithMetadata } from "pg-boss";
import { z } from "zod";
import { FencedError, PermanentError, RateLimitedError } from "../errors.ts";
import type { Job, JobContext, QueueLog } from "./job.ts";

type Hands = {
  /** Sends the same payload again, later, as a new job: waiting as told costs no attempt. */
  readonly again: (payload: object, afterSeconds: number, key: string | null) => Promise<unknown>;
  readonly log: QueueLog;
};

/** What a failed job leaves behind: never the error itself, whose properties may hold secrets or message text. */
const Failure = z.object({ reason: z.string().nullable(), error: z.string() });

/** Runs one job and turns its ending into the queue's terms. */
export async function settle<Payload extends object, Deps>(
  job: Job<Payload, Deps>,
  deps: Deps,
  queued: JobWithMetadata<unknown>,
  { again, log }: Hands,
): Promise<JobResult> {
  const { id } = queued;
  try {
    const payload = job.payload.safeParse(queued.data);
    if (!payload.success) throw new PermanentError("This job's contents could not be read.");
    await job.work(payload.data, deps, contextOf(queued));
    return { id, status: "completed" };
  } catch (error) {
    if (error instanceof FencedError) {
      log("run taken over or void", { queue: job.queue, job: id });
      return { id, status: "completed" };
    }
    if (error instanceof RateLimitedError) {
      log("told to wait", { queue: job.queue, job: id, seconds: error.retryAfterSeconds });
      await again(
        z.looseObject({}).parse(queued.data),
        error.retryAfterSeconds,
        queued.singletonKey,
      );
      return { id, status: "completed" };
    }
    const permanent = error instanceof PermanentError;
    const failure = { reason: permanent ? error.message : null, error: describe(error) };
    log("job failed", {
      queue: job.queue,
      job: id,
      error: failure.error,
      attempt: queued.retryCount + 1,
    });
    return { id, status: permanent ? "deadletter" : "failed", output: failure };
  }
}

function contextOf(queued: JobWithMetadata<unknown>): JobContext {
  const { sourceName, sourceOutput } = queued;
  const failure = Failure.safeParse(sourceOutput);
  return {
    jobId: queued.id,
    signal: queued.signal,
    deadFrom: sourceName
      ? { queue: sourceName, reason: failure.success ? failure.data.reason : null }
      : null,
  };
}

/** Name, code and place of an error. Its message may quote what a person wrote, so it stays out. */
function describe(error: unknown): string {
  if (!(error instanceof Error)) return "a thrown value";
  const code = "code" in error && typeof error.code === "string" ? ` ${error.code}` : "";
  const place = /\n\s+at (?:.*\/)?((?:src|jobs|blocks)\/[\w/.-]+:\d+)/.exec(error.stack ?? "")?.[1];
  return `${error.name}${code}${place === undefined ? "" : ` at ${place}`}`;
}
