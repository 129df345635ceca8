import { createHmac, randomUUID } from "node:crypto";
import { Agent, request } from "node:http";
import { channels, identity, people } from "../../src/sandbox/seed/workspace.ts";

/** What every subject of the benchmark trusts. */
export const signingSecret = "bench-signing-secret";

export type Load = {
  readonly perSecond: number;
  readonly requests: number;
};

/** A question as long as people's questions are. */
const question = "Which of our suppliers raised prices this year, and by how much?";
/** Slack gives up after 3 s; a subject that is slower has failed. In milliseconds. */
const answerTimeoutMs = 3_000;

/**
 * Sends `/research` commands to `url` at a constant rate, whether or not earlier ones are answered. Milliseconds from
 * the first byte sent to the last one received, one for each request. Throws where one is not answered with 200.
 */
export async function sendCommands(url: string, { perSecond, requests }: Load): Promise<number[]> {
  const agent = new Agent({ keepAlive: true });
  const { promise, resolve, reject } = Promise.withResolvers<number[]>();
  const answers: Promise<number>[] = [];
  const timer = setInterval(() => {
    answers.push(sendCommand(url, agent));
    if (answers.length < requests) return;
    clearInterval(timer);
    Promise.all(answers).then(resolve, reject);
  }, 1_000 / perSecond);
  try {
    return await promise;
  } finally {
    agent.destroy();
  }
}

async function sendCommand(url: string, agent: Agent): Promise<number> {
  const body = commandBody(randomUUID());
  const timestamp = `${Math.floor(Date.now() / 1000)}`;
  const signature = createHmac("sha256", signingSecret).update(`v0:${timestamp}:${body}`);
  const headers = {
    "content-type": "application/x-www-form-urlencoded",
    "content-length": Buffer.byteLength(body),
    "x-slack-request-timestamp": timestamp,
    "x-slack-signature": `v0=${signature.digest("hex")}`,
  };
  const { promise, resolve, reject } = Promise.withResolvers<number>();
  const startedAt = performance.now();
  const outgoing = request(url, { method: "POST", agent, headers, timeout: answerTimeoutMs });
  outgoing.on("error", reject).on("timeout", () => outgoing.destroy(new Error("no answer")));
  outgoing.on("response", (response) => {
    response.on("error", reject).on("end", () => {
      if (response.statusCode === 200) resolve(performance.now() - startedAt);
      else reject(new Error(`answered ${response.statusCode}`));
    });
    response.resume();
  });
  outgoing.end(body);
  return promise;
}

const commandBody = (trigger: string): string =>
  new URLSearchParams({
    token: "unused",
    team_id: identity.team.id,
    team_domain: identity.team.domain,
    channel_id: channels.product,
    channel_name: "product",
    user_id: people.ada,
    user_name: "ada",
    command: "/research",
    text: question,
    api_app_id: identity.app,
    is_enterprise_install: "false",
    response_url: "http://127.0.0.1:1/unused",
    trigger_id: trigger,
  }).toString();
