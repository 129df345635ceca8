import { createHmac } from "node:crypto";
import { Agent, request } from "node:http";

/** What comes over the line, to the letter. */
export type Raw = {
  readonly body: string | Buffer;
  /** A list stands for a header that comes more than once. */
  readonly headers: Readonly<Record<string, string | string[]>>;
};

/** Status 0: the line was cut, or nothing had been answered when we gave up. */
export type Answered = { readonly status: number; readonly ms: number; readonly text: string };

export type Line = Disposable & { send(raw: Raw): Promise<Answered> };

/** Nobody waits longer; what takes as long is a hang. In milliseconds. */
const patienceMs = 5_000;

/** Talks to one address over connections that are kept. */
export function openLine(url: string): Line {
  const agent = new Agent({ keepAlive: true });
  return {
    async send({ body, headers }) {
      const startedAt = performance.now();
      const { promise, resolve } = Promise.withResolvers<{ status: number; text: string }>();
      const none = () => resolve({ status: 0, text: "" });
      const all = { "content-length": String(Buffer.byteLength(body)), ...headers };
      const outgoing = request(url, { method: "POST", agent, headers: all });
      const timer = setTimeout(() => outgoing.destroy(), patienceMs);
      outgoing.on("error", none).on("response", (response) => {
        let text = "";
        response.setEncoding("utf8").on("data", (part: string) => (text += part));
        response.on("error", none);
        response.on("end", () => resolve({ status: response.statusCode ?? 0, text }));
      });
      outgoing.end(body);
      const answer = await promise;
      clearTimeout(timer);
      return { ...answer, ms: performance.now() - startedAt };
    },
    [Symbol.dispose]: () => agent.destroy(),
  };
}

export const nowSeconds = (): number => Math.floor(Date.now() / 1_000);

/** The two headers as Slack makes them, of a time as it is written. */
export function signatureOf(
  secret: string,
  body: string | Buffer,
  at: string = String(nowSeconds()),
): Record<"x-slack-request-timestamp" | "x-slack-signature", string> {
  const digest = createHmac("sha256", secret).update(`v0:${at}:`).update(body).digest("hex");
  return { "x-slack-request-timestamp": at, "x-slack-signature": `v0=${digest}` };
}
