import { type ChildProcess, fork } from "node:child_process";
import { type ParseLimits, parseLimits, wordingLimits } from "../limits.ts";
import { megabytes, seconds, shorten, unreadable } from "../wording.ts";
import { type ParseDocument, ParseReply, type ParseRequest } from "./contract.ts";
import { isolation } from "./isolation.ts";
import { openTurns } from "./turns.ts";

/**
 * Reads documents, each in a child process of its own, because parsers are where hostile input bites: the child is
 * isolated, has a small heap and little time, and is killed when it is done or late.
 */
export function openParser(limits: ParseLimits = parseLimits): ParseDocument {
  const takeTurn = openTurns(limits.childrenMax, limits.queueMax);

  return async ({ shown, name, declaredType, bytes }, signal) => {
    const refuse = (why: string) => ({ ok: false, problem: unreadable(shown, why) }) as const;
    if (bytes.length === 0) return refuse("it is empty");
    if (bytes.length > limits.documentBytesMax) {
      return refuse(`it is larger than ${megabytes(limits.documentBytesMax)}`);
    }
    using turn = await takeTurn(AbortSignal.any([signal, AbortSignal.timeout(limits.queueMs)]));
    signal.throwIfAborted();
    if (!turn.granted) return refuse("too many documents were waiting; please try again");

    const reply = await runChild({ name, declaredType, bytes }, limits, signal);
    if (!reply.ok) return refuse(reply.why);
    const notes = reply.notes.map((note) =>
      shorten(`${shown}: ${note}.`, wordingLimits.noteCharsMax),
    );
    return { ok: true, title: reply.title, passages: reply.passages, notes };
  };
}

/** After this much more than its time the child ends itself, if its parent was killed and cannot. */
const graceMs = 5000;
const childModule = new URL("./parse-child.ts", import.meta.url);

async function runChild(
  request: ParseRequest,
  limits: ParseLimits,
  signal: AbortSignal,
): Promise<ParseReply> {
  const late = AbortSignal.timeout(limits.timeMs);
  const ends = [limits.timeMs + graceMs, limits.memoryBytesMax].map(String);
  const child = fork(childModule, ends, isolation(limits.heapMiB));
  const exited = Promise.withResolvers<void>();
  child.once("exit", () => exited.resolve());
  try {
    return await ask(child, request, AbortSignal.any([signal, late]));
  } catch (error) {
    signal.throwIfAborted();
    if (!late.aborted) throw error;
    return { ok: false, why: `reading it took longer than ${seconds(limits.timeMs)}` };
  } finally {
    child.kill("SIGKILL");
    if (child.pid !== undefined) await exited.promise;
  }
}

/** The child's answer; a child that ends without one ran out of memory or met something its parsers do not expect. */
function ask(child: ChildProcess, request: ParseRequest, signal: AbortSignal): Promise<ParseReply> {
  const { promise, resolve, reject } = Promise.withResolvers<ParseReply>();
  child.once("message", (message) => {
    const reply = ParseReply.safeParse(message);
    resolve(
      reply.success ? reply.data : { ok: false, why: "it is damaged in a way I do not know" },
    );
  });
  child.once("exit", (code, killedBy) => {
    // V8 aborts a child whose heap is full; our own watch, or the system's, kills one that takes memory elsewhere.
    const full = killedBy === "SIGABRT" || killedBy === "SIGKILL" || code === 134;
    const why = full ? "it needs more memory than a document may use" : "it is damaged";
    resolve({ ok: false, why });
  });
  child.once("error", reject);
  signal.addEventListener("abort", () => reject(signal.reason), { once: true });
  // A child that is already gone cannot be sent anything; its exit tells the rest.
  child.send(request, () => {});
  return promise;
}
