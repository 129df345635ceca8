import type { App, ReceiverEvent } from "@slack/bolt";
import { OverloadedError, PermanentError, RateLimitedError } from "../errors.ts";
import { SlackAmbiguous, SlackRefusal } from "./errors.ts";

/** What became of something that Slack sent. `acked`: a listener took it, and `reply` is what it answers. */
export type Outcome =
  | { readonly result: "settled"; readonly acked: boolean; readonly reply: unknown }
  /** It is not of the shape it should have; the same thing again would fail again. */
  | { readonly result: "malformed"; readonly error: string }
  /** It was not stored. `unsure`: nobody has said so, and it may yet turn out to be. */
  | { readonly result: "failed"; readonly unsure: boolean; readonly error: string };

export type IngressLog = (event: string, fields: Record<string, string | number>) => void;

/**
 * From the first byte to our answer: Slack hangs up after 3 s, and people see sooner that something is wrong. In
 * milliseconds.
 */
export const answerWithinMs = 1_300;

/**
 * Lets the listeners work on what came, for at most `waitMs`: an answer of ours is worth more than Slack's giving up.
 * Bolt acknowledges events before a listener has seen them, so there only the end counts; commands and interactions are
 * acknowledged by their listeners, once they have stored what there is to store.
 */
export async function settle(
  app: App,
  delivered: Omit<ReceiverEvent, "ack">,
  how: {
    readonly kind: "event" | "command" | "interaction";
    readonly waitMs: number;
    readonly log: IngressLog;
  },
): Promise<Outcome> {
  const { promise: answered, resolve: answer } = Promise.withResolvers<Outcome>();
  let said: { reply: unknown } | undefined;
  const ack = (reply: unknown) => {
    said = { reply };
    if (how.kind !== "event") answer({ result: "settled", acked: true, reply });
    return Promise.resolve();
  };
  const timer = setTimeout(
    () => answer({ result: "failed", unsure: true, error: "deadline" }),
    Math.max(0, how.waitMs),
  );
  const done = app
    .processEvent({ ...delivered, ack })
    .then(
      (): Outcome => ({ result: "settled", acked: said !== undefined, reply: said?.reply }),
      failure,
    );
  void done.then(answer);
  const outcome = await answered;
  clearTimeout(timer);
  void done.then((end) => tell(how, outcome, end));
  return outcome;
}

/** What a command is answered when nothing came of it: Slack repeats none, and shows a person only what comes with 200. */
export const notStored = (unsure: boolean) => ({
  response_type: "ephemeral",
  text: unsure
    ? "I could not store this in time, so as far as I know nothing was started. If nothing shows up within a minute, please try again."
    : "I could not store this, so nothing was started. Please try again in a minute.",
});

/** The answer is out; what the operator should know of the rest. */
function tell(
  { kind, log }: { readonly kind: string; readonly log: IngressLog },
  answered: Outcome,
  end: Outcome,
): void {
  if (answered === end) return;
  if (end.result !== "settled") log("failed after the answer", { kind, error: end.error });
  else if (answered.result === "failed") log("stored after the answer", { kind });
}

function failure(error: unknown): Outcome {
  if (!(error instanceof Error)) {
    return { result: "failed", unsure: true, error: "a thrown value" };
  }
  // Bolt wraps what a listener threw; what matters is inside.
  const { original } = error as Error & { original?: unknown };
  const inner = original instanceof Error ? original : error;
  const code = "code" in inner && typeof inner.code === "string" ? ` ${inner.code}` : "";
  const name = `${inner.name}${code}`;
  // Postgres and the network never throw these; reading what is not there does.
  const malformed =
    inner instanceof TypeError ||
    inner instanceof RangeError ||
    inner instanceof PermanentError ||
    inner.name.endsWith("ZodError");
  return malformed
    ? { result: "malformed", error: name }
    : { result: "failed", unsure: !isRefused(inner), error: name };
}

/**
 * Whether nothing can have been stored. A commit whose answer was lost may have gone through; a statement that Postgres
 * has refused did not, and neither did anything where Postgres was not reached, or not even asked.
 */
function isRefused(error: Error): boolean {
  const code = "code" in error && typeof error.code === "string" ? error.code : "";
  // Class 08 is a lost connection, and 57P a server that goes down in the middle.
  if ("severity" in error) return !/^(?:08|57P)/.test(code);
  return (
    code === "ECONNREFUSED" ||
    error.message === "timeout exceeded when trying to connect" ||
    error instanceof OverloadedError ||
    // Who we are is asked before anything is stored.
    error instanceof SlackAmbiguous ||
    error instanceof SlackRefusal ||
    error instanceof RateLimitedError
  );
}
