import { fork } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { z } from "zod";

/** Something that Slack sends, and when. */
export const Sending = z.object({
  /** By which its answers are found again. */
  key: z.string(),
  body: z.string(),
  type: z.enum(["application/json", "application/x-www-form-urlencoded"]),
  /** Not sooner than so long after the first. In milliseconds. */
  atMs: z.number(),
  /** Where it is not answered with 200, it is sent again after so long each time, as Slack does with events. In milliseconds. */
  againAfterMs: z.array(z.number()),
});
export type Sending = z.infer<typeof Sending>;

export const Load = z.object({
  /** Taken in turn, as a balancer would. */
  urls: z.array(z.string()).min(1),
  signingSecret: z.string(),
  sendings: z.array(Sending),
  /** Never more than this many on their way; Infinity is written as null. */
  atOnceMax: z.number().nullable(),
});
export type Load = z.infer<typeof Load>;

/** One attempt and what came of it. */
export const Answer = z.object({
  key: z.string(),
  /** 0 for the first time. */
  attempt: z.int(),
  /** When it was sent, after the first of all. In milliseconds. */
  sentMs: z.number(),
  /** From the first byte sent to the last one received, or until Slack would have given up. */
  ms: z.number(),
  /** 0: no answer, or not within 3 s. */
  status: z.int(),
  /** The beginning of it. */
  text: z.string(),
});
export type Answer = z.infer<typeof Answer>;

/** Beyond what the load itself asks for, in milliseconds. */
const patienceMs = 120_000;

const script = fileURLToPath(new URL("sender.ts", import.meta.url));

/** Sends it all from a process of its own, so that whoever answers shares no event loop with whoever asks; in the order of the answers. */
export async function sendAll(load: Load): Promise<readonly Answer[]> {
  const child = fork(script, [], { execArgv: ["--no-warnings"] });
  const lastMs = Math.max(0, ...load.sendings.map(lastOf));
  const timer = setTimeout(() => child.kill("SIGKILL"), lastMs + patienceMs);
  const exited = once(child, "exit").then(() => {
    throw new Error("the sender ended before it was done");
  });
  child.send(load);
  const answers = await Promise.race([once(child, "message"), exited]);
  exited.catch(() => {}); // What it had to say is said.
  clearTimeout(timer);
  child.disconnect();
  return z.array(Answer).parse(answers[0]);
}

const lastOf = ({ atMs, againAfterMs }: Sending): number =>
  againAfterMs.reduce((sum, ms) => sum + ms, atMs);

/** What each was answered last. */
export function finals(answers: readonly Answer[]): ReadonlyMap<string, Answer> {
  return new Map(answers.toSorted((a, b) => a.attempt - b.attempt).map((one) => [one.key, one]));
}
