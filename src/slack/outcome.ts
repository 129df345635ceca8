import type { App, ReceiverEvent } from "@slack/bolt";
import { PermanentError } from "../errors.ts";

/** What became of something that Slack sent. `acked`: a listener took it, and `reply` is what it answers. */
export type Outcome =
  | { readonly result: "settled"; readonly acked: boolean; readonly reply: unknown }
  /** It is not of the shape it should have; the same thing again would fail again. */
  | { readonly result: "malformed"; readonly error: string }
  /** It was not stored. `late`: we stopped waiting, and cannot say whether it will be. */
  | { readonly result: "failed"; readonly late: boolean; readonly error: string };

/** Lets the listeners work on what came, for at most `waitMs`: Slack waits 3 s, and an answer of ours is worth more. */
export async function settle(
  app: App,
  delivered: Omit<ReceiverEvent, "ack">,
  waitMs: number,
): Promise<Outcome> {
  let acked = false;
  let reply: unknown;
  const ack = (said: unknown) => {
    acked = true;
    reply = said;
    return Promise.resolve();
  };
  const { promise: deadline, resolve: late } = Promise.withResolvers<Outcome>();
  const timer = setTimeout(
    () => late({ result: "failed", late: true, error: "deadline" }),
    Math.max(0, waitMs),
  );
  const done = app
    .processEvent({ ...delivered, ack })
    .then((): Outcome => ({ result: "settled", acked, reply }), failure);
  const outcome = await Promise.race([done, deadline]);
  clearTimeout(timer);
  return outcome;
}

/** What a command is answered when nothing came of it: Slack repeats none, and shows a person only what comes with 200. */
export const notStored = (late: boolean) => ({
  response_type: "ephemeral",
  text: late
    ? "I could not store this in time, so as far as I know nothing was started. If nothing shows up within a minute, please try again."
    : "I could not store this, so nothing was started. Please try again in a minute.",
});

function failure(error: unknown): Outcome {
  if (!(error instanceof Error)) {
    return { result: "failed", late: false, error: "a thrown value" };
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
    : { result: "failed", late: false, error: name };
}
