import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { setTimeout as sleep } from "node:timers/promises";
import { closeServer, listen, readBody } from "./http.ts";
import { type Answer, answerTo, type Call, readCall } from "./slack/methods.ts";
import { openWorld, type World } from "./slack/world.ts";

export { identity } from "./slack/world.ts";

/** What becomes of one call. */
export type Fate =
  /** Done. Seen by those who look for it so much later; the answer comes at once, only then, or never. */
  | {
      readonly result: "done";
      readonly visibleAfterMs: number;
      readonly answer: "now" | "late" | "lost";
    }
  /** Not done: 429. */
  | { readonly result: "told to wait"; readonly seconds: number }
  /** Answered with this status, whether it was done or not. */
  | { readonly result: "failed"; readonly status: number; readonly done: boolean };

export type Fated = (call: Call) => Fate;

/** A stand-in for Slack's Web API that is fast, plays the faults it is told to, and remembers all that was posted. */
export type Slack = AsyncDisposable &
  Pick<World, "messages" | "calls" | "unreadable" | "said"> & {
    /** As `SLACK_API_URL` takes it. */
    readonly apiUrl: string;
    /** From now on calls meet this fate. */
    fated(fated: Fated): void;
  };

export const plain: Fate = { result: "done", visibleAfterMs: 0, answer: "now" };
const faultless: Fated = () => plain;

export async function openSlack(): Promise<Slack> {
  const world = openWorld();
  let fate = faultless;
  const handle = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const [, file] = /^\/files\/(\w+)$/.exec(request.url ?? "") ?? [];
    if (file !== undefined) return sendUpload(world, file, response);
    const call = readCall(request, await readBody(request));
    await play(world, call, fate(call), { response, url });
  };
  const server = createServer((request, response) => {
    handle(request, response).catch(() => response.destroy()); // Whoever asked is gone.
  });
  const url = await listen(server);
  return {
    messages: world.messages,
    calls: world.calls,
    unreadable: world.unreadable,
    said: world.said,
    apiUrl: `${url}/api/`,
    fated: (fated) => void (fate = fated),
    [Symbol.asyncDispose]: () => closeServer(server),
  };
}

function sendUpload({ said }: World, file: string, response: ServerResponse): void {
  const upload = said.uploads.get(file);
  response.writeHead(upload ? 200 : 404, { "content-type": upload?.mimetype ?? "text/plain" });
  response.end(upload?.text ?? "");
}

type Reply = { readonly response: ServerResponse; readonly url: string };

async function play(world: World, call: Call, fate: Fate, { response, url }: Reply): Promise<void> {
  switch (fate.result) {
    case "told to wait":
      world.note(call, { ok: false, error: "ratelimited" });
      response.writeHead(429, { "retry-after": String(fate.seconds) });
      return void response.end(JSON.stringify({ ok: false, error: "ratelimited" }));
    case "failed":
      if (fate.done) perform(world, call, 0, url);
      else world.note(call, { ok: false, error: "failed" });
      return void response.writeHead(fate.status).end();
    case "done": {
      const answer = perform(world, call, fate.visibleAfterMs, url);
      if (fate.answer === "late") await sleep(fate.visibleAfterMs);
      if (fate.answer === "lost") return void response.destroy();
      response.writeHead(200, { "content-type": "application/json" });
      return void response.end(JSON.stringify(answer));
    }
    default:
      return fate satisfies never;
  }
}

function perform(world: World, call: Call, visibleAfterMs: number, url: string): Answer {
  const answer = answerTo(world, call, visibleAfterMs, url);
  world.note(call, answer);
  return answer;
}
