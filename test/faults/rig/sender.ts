// Plays Slack's part: sends what it is given, when it is told to, and says how each was answered.
import { createHmac } from "node:crypto";
import { Agent, request } from "node:http";
import { setTimeout as sleep } from "node:timers/promises";
import { type Answer, Load, type Sending } from "./send.ts";

/** Slack gives up after so many milliseconds. */
const answerMsMax = 3_000;
const textMax = 400;

process.once("message", (message) => {
  send(Load.parse(message)).then(
    (answers) => process.send?.(answers),
    (error: unknown) => {
      process.stderr.write(`${String(error)}\n`);
      process.exit(1);
    },
  );
});

async function send({ urls, signingSecret, sendings, atOnceMax }: Load): Promise<Answer[]> {
  const agent = new Agent({ keepAlive: true });
  const answers: Answer[] = [];
  const room = openRoom(atOnceMax ?? Infinity);
  const startedAt = performance.now();
  const sinceStart = () => performance.now() - startedAt;

  async function deliver(sending: Sending, n: number): Promise<void> {
    const { key, againAfterMs } = sending;
    for (let attempt = 0; ; attempt++) {
      await room.enter();
      const sentMs = sinceStart();
      const url = urls[(n + attempt) % urls.length] ?? "";
      const { status, text } = await post(url, agent, signingSecret, sending, attempt);
      answers.push({ key, attempt, sentMs, ms: sinceStart() - sentMs, status, text });
      room.leave();
      const againMs = againAfterMs[attempt];
      if (status === 200 || againMs === undefined) return;
      await sleep(againMs);
    }
  }

  const all: Promise<void>[] = [];
  for (const [n, sending] of sendings.toSorted((a, b) => a.atMs - b.atMs).entries()) {
    const early = sending.atMs - sinceStart();
    if (early > 0) await sleep(early);
    all.push(deliver(sending, n));
  }
  await Promise.all(all);
  agent.destroy();
  return answers;
}

/** Lets so many in at once; the others wait in line. */
function openRoom(max: number) {
  const line: (() => void)[] = [];
  let inside = 0;
  return {
    async enter(): Promise<void> {
      if (inside < max) {
        inside += 1;
        return;
      }
      const { promise, resolve } = Promise.withResolvers<void>();
      line.push(resolve);
      await promise;
    },
    leave(): void {
      const next = line.shift();
      if (next === undefined) inside -= 1;
      else next();
    },
  };
}

async function post(
  url: string,
  agent: Agent,
  signingSecret: string,
  { body, type }: Sending,
  attempt: number,
): Promise<{ status: number; text: string }> {
  const at = String(Math.floor(Date.now() / 1_000));
  const digest = createHmac("sha256", signingSecret).update(`v0:${at}:${body}`).digest("hex");
  const headers = {
    "content-type": type,
    "content-length": Buffer.byteLength(body),
    "x-slack-request-timestamp": at,
    "x-slack-signature": `v0=${digest}`,
    ...(attempt > 0 && { "x-slack-retry-num": attempt, "x-slack-retry-reason": "http_error" }),
  };
  const { promise, resolve } = Promise.withResolvers<{ status: number; text: string }>();
  const outgoing = request(url, { method: "POST", agent, headers });
  const timer = setTimeout(() => outgoing.destroy(), answerMsMax);
  outgoing.on("error", () => resolve({ status: 0, text: "" }));
  outgoing.on("response", (response) => {
    let text = "";
    response.setEncoding("utf8").on("data", (part: string) => (text += part));
    response.on("error", () => resolve({ status: 0, text: "" }));
    response.on("end", () =>
      resolve({ status: response.statusCode ?? 0, text: text.slice(0, textMax) }),
    );
  });
  outgoing.end(body);
  const answer = await promise;
  clearTimeout(timer);
  return answer;
}
