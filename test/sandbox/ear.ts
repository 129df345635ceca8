import { createServer, type IncomingHttpHeaders } from "node:http";

/** One request as Slack's side made it. */
export type Heard = { headers: IncomingHttpHeaders; raw: string; body: Record<string, any> };
export type Said =
  | { status?: number; body?: unknown; headers?: Record<string, string> }
  | "silence";

/** The smallest app there is: keeps what it hears and answers what it is told to. */
export async function startEar(answer: (heard: Heard, count: number) => Said = () => ({})) {
  const heard: Heard[] = [];
  const server = createServer((request, response) => {
    const parts: Buffer[] = [];
    request.on("data", (part) => parts.push(part));
    request.on("end", () => {
      const raw = Buffer.concat(parts).toString();
      const one = { headers: request.headers, raw, body: parse(raw) };
      heard.push(one);
      const said = answer(one, heard.length);
      if (said === "silence") return;
      const isText = typeof said.body === "string" || said.body === undefined;
      const type = isText ? "text/plain" : "application/json";
      response.writeHead(said.status ?? 200, { "content-type": type, ...said.headers });
      response.end(isText ? said.body : JSON.stringify(said.body));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  const port = typeof address === "object" && address ? address.port : 0;
  return {
    heard,
    url: `http://127.0.0.1:${port}/slack/events`,
    /** The events heard so far, by type. */
    events: (type: string) =>
      heard.map(({ body }) => body).filter((body) => body["event"]?.type === type),
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function parse(raw: string): Record<string, any> {
  if (raw.startsWith("{")) return JSON.parse(raw);
  const form = Object.fromEntries(new URLSearchParams(raw));
  return form["payload"] === undefined ? form : JSON.parse(form["payload"]);
}
