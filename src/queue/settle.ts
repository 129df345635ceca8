import type { JobResult, JobWithMetadata } from "pg-boss";
import { z } from "zod";
import { FencedError, PermanentError, RateLimitedError, UnansweredError } from "../errors.ts";
import { reach } from "../points.ts";
import { isConnectionLost } from "../store/database.ts";
import type { Gate } from "./gate.ts";
import type { Job, JobContext, QueueLog } from "./job.ts";

export type Hands = {
  /** Sends the same payload again, later, as a new job: waiting as told costs no attempt. */
  readonly again: (payload: object, afterSeconds: number, key: string | null) => Promise<unknown>;
  readonly gate: Gate;
  /** Aborts when this process stops and will not finish what it has in hand. */
  readonly released: AbortSignal;
  readonly log: QueueLog;
};

/** What a failed job leaves behind: never the error itself, whose properties may hold secrets or message text. */
const Failure = z.object({
  reason: z.string().nullable(),
  error: z.string(),
  /** How often the job itself has failed; jobs whose worker was lost did not. */
  failures: z.int().nonnegative().default(0),
});

/** A restart takes about so long; until then every attempt would be one for nothing. */
const databaseBackSeconds = 2;

/** Runs one job and turns its ending into the queue's terms. */
export async function settle<Payload extends object, Deps>(
  job: Job<Payload, Deps>,
  deps: Deps,
  queued: JobWithMetadata<unknown>,
  hands: Hands,
): Promise<JobResult> {
  const { id } = queued;
  const { log, released } = hands;
  reach("job-taken");
  try {
    const payload = job.payload.safeParse(queued.data);
    if (!payload.success) throw new PermanentError("This job's contents could not be read.");
    const context = contextOf(queued, released);
    using entered = new DisposableStack();
    entered.use(await enter(job, queued, hands.gate, context.signal));
    await job.work(payload.data, deps, context);
    reach("job-worked");
    return { id, status: "completed" };
  } catch (error) {
    if (error instanceof FencedError) {
      log("run taken over or void", { queue: job.queue, job: id });
      return { id, status: "completed" };
    }
    if (error instanceof RateLimitedError) {
      return await later(job.queue, queued, hands, "told to wait", error.retryAfterSeconds);
    }
    if (isConnectionLost(error)) {
      return await later(job.queue, queued, hands, "database lost", databaseBackSeconds);
    }
    // Whatever it threw, we are the reason: somebody else does it, and no attempt is charged.
    if (released.aborted) return await later(job.queue, queued, hands, "handed back", 0);
    return failed(job, queued, error, log);
  }
}

/** The way out of the gate; jobs that are no part of a run go by it. */
async function enter<Payload extends object, Deps>(
  { options }: Job<Payload, Deps>,
  { id, data }: JobWithMetadata<unknown>,
  gate: Gate,
  signal: AbortSignal,
): Promise<Disposable | undefined> {
  if (!options.gated) return undefined;
  const { taskId } = z.looseObject({ taskId: z.string().default(id) }).parse(data);
  return await gate.enter(taskId, signal);
}

async function later(
  queue: string,
  { id, data, singletonKey }: JobWithMetadata<unknown>,
  { again, log }: Hands,
  why: string,
  seconds: number,
): Promise<JobResult> {
  log(why, { queue, job: id, seconds });
  await again(z.looseObject({}).parse(data), seconds, singletonKey);
  return { id, status: "completed" };
}

function failed<Payload extends object, Deps>(
  { queue, options }: Job<Payload, Deps>,
  { id, output }: JobWithMetadata<unknown>,
  error: unknown,
  log: QueueLog,
): JobResult {
  const before = Failure.safeParse(output);
  const failures = (before.success ? before.data.failures : 0) + 1;
  const permanent = error instanceof PermanentError;
  // These two are written for people; what others say may quote what somebody wrote.
  const told = permanent || error instanceof UnansweredError;
  const failure = { reason: told ? error.message : null, error: describe(error), failures };
  log("job failed", { queue, job: id, error: failure.error, attempt: failures });
  const over = permanent || failures > options.retryLimit;
  return { id, status: over ? "deadletter" : "failed", output: failure };
}

function contextOf(queued: JobWithMetadata<unknown>, released: AbortSignal): JobContext {
  const { sourceName, sourceOutput } = queued;
  const failure = Failure.safeParse(sourceOutput);
  return {
    jobId: queued.id,
    signal: AbortSignal.any([queued.signal, released]),
    deadFrom: sourceName
      ? { queue: sourceName, reason: failure.success ? failure.data.reason : null }
      : null,
  };
}

/** Name, code and place of an error. Its message may quote what a person wrote, so it stays out. */
function describe(error: unknown): string {
  if (!(error instanceof Error)) return "a thrown value";
  const code = "code" in error && typeof error.code === "string" ? ` ${error.code}` : "";
  const place = /\n\s+at (?:.*\/)?((?:src|jobs|blocks)\/[\w/.-]+:\d+)/.exec(framesOf(error))?.[1];
  return `${error.name}${code}${place === undefined ? "" : ` at ${place}`}`;
}

/** The calls that led to an error. Its message stands before them, and may itself look like one. */
function framesOf({ stack = "", message }: Error): string {
  const said = stack.indexOf(message);
  return said === -1 ? "" : stack.slice(said + message.length);
}
